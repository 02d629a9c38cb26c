package dev.countersign.gateway.store.sqlite;

import dev.countersign.gateway.store.FeedEvent;
import dev.countersign.gateway.store.FeedStore;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The feed. Appended only by the one writer, so numbers rise in commit order without gaps. */
final class SqliteFeed implements FeedStore {
  private final Database database;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition grown = lock.newCondition();
  // Guarded by lock.
  private long wakeUps;

  SqliteFeed(Database database) {
    this.database = database;
  }

  /** Appends inside the transaction that makes the event true. */
  static void append(Sql sql, FeedEvent.Kind kind, String requestId) throws SQLException {
    sql.update(
        """
        INSERT INTO feed (seq, kind, request_id, request_sha256)
        SELECT (SELECT coalesce(max(seq), 0) + 1 FROM feed), ?, id, sha256 FROM request WHERE id = ?
        """,
        kind.wire(),
        requestId);
  }

  /** The same for an alarm about a device's log. */
  static void appendAlarm(Sql sql, String alarmId) throws SQLException {
    sql.update(
        """
        INSERT INTO feed (seq, kind, request_id, request_sha256)
        SELECT coalesce(max(seq), 0) + 1, ?, ?, zeroblob(32) FROM feed
        """,
        FeedEvent.Kind.HEAD.wire(),
        alarmId);
  }

  /** Wakes those who wait; after every transaction that may have appended. */
  void wake() {
    lock.lock();
    try {
      wakeUps++;
      grown.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long position() {
    return database.read(sql -> sql.number("SELECT coalesce(max(seq), 0) AS n FROM feed"));
  }

  @Override
  public List<FeedEvent> read(long after, int limit) {
    return database.read(sql ->
        sql.list(
            row ->
                new FeedEvent(
                    row.number("seq"),
                    FeedEvent.Kind.ofWire(row.text("kind")),
                    row.text("request_id"),
                    row.digest("request_sha256")),
            "SELECT * FROM feed WHERE seq > ? ORDER BY seq LIMIT ?",
            after,
            limit));
  }

  @Override
  public boolean awaitAfter(long after, Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (true) {
      long seen = wakeUps();
      if (position() > after) {
        return true;
      }
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      // One second at most: the signal is a hint, and another process may have written.
      awaitWakeUp(seen, Math.min(left, TimeUnit.SECONDS.toNanos(1)));
    }
  }

  private long wakeUps() {
    lock.lock();
    try {
      return wakeUps;
    } finally {
      lock.unlock();
    }
  }

  private void awaitWakeUp(long seen, long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (wakeUps == seen && left > 0) {
        left = grown.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
