package dev.countersign.gateway.store.sqlite;

import dev.countersign.gateway.store.StoreException;
import dev.countersign.gateway.store.WatchedLog;
import dev.countersign.gateway.store.WatchedLogs;
import dev.countersign.gateway.store.WitnessedHead;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.log.TreeHash;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The watched logs in one SQLite file, mode 0600, written as durably as the ledger. */
public final class SqliteWatchedLogs implements WatchedLogs {
  private static final int VERSION = 1;
  private static final List<String> TABLES =
      List.of(
          """
          CREATE TABLE log (
            origin TEXT PRIMARY KEY, key TEXT NOT NULL, size INTEGER, root BLOB, note BLOB,
            at INTEGER, fork_at INTEGER, fork_correlation_id TEXT, fork_cosigned BLOB,
            fork_shown BLOB) STRICT
          """,
          "PRAGMA user_version = " + VERSION);

  private final Database database;
  private final InstantSource clock;

  private SqliteWatchedLogs(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Opens the file, or creates it.
   *
   * @throws StoreException if it cannot be used, or was made by another version
   */
  public static SqliteWatchedLogs open(Path file, InstantSource clock) {
    return open(LedgerFile.at(file), clock);
  }

  static SqliteWatchedLogs open(Connections connections, InstantSource clock) {
    Database database;
    try {
      database = Database.open(connections);
    } catch (SQLException unusable) {
      throw new StoreException("the witness's file cannot be opened", unusable);
    }
    try {
      return database.write(sql -> {
        prepare(sql);
        return new SqliteWatchedLogs(database, clock);
      });
    } catch (RuntimeException unusable) {
      database.close();
      throw unusable;
    }
  }

  private static void prepare(Sql sql) throws SQLException {
    long found = sql.one(row -> row.number("user_version"), "PRAGMA user_version").orElseThrow();
    if (found == VERSION) {
      return;
    }
    if (found != 0 || sql.exists("SELECT 1 FROM sqlite_schema")) {
      throw new StoreException("the file is no list of witnessed logs that this version knows");
    }
    for (String each : TABLES) {
      sql.update(each);
    }
  }

  @Override
  public boolean add(String origin, String key) {
    return database.write(sql ->
        sql.update("INSERT OR IGNORE INTO log (origin, key) VALUES (?, ?)", origin, key) == 1);
  }

  @Override
  public Optional<WatchedLog> log(String origin) {
    return database.read(sql -> log(sql, origin));
  }

  private static Optional<WatchedLog> log(Sql sql, String origin) throws SQLException {
    return sql.one(SqliteWatchedLogs::log, "SELECT * FROM log WHERE origin = ?", origin);
  }

  @Override
  public List<WatchedLog> all() {
    return database.read(
        sql -> sql.list(SqliteWatchedLogs::log, "SELECT * FROM log ORDER BY origin"));
  }

  @Override
  public boolean advance(Optional<WatchedLog.Head> expected, WitnessedHead next, Bytes note) {
    return database.write(sql -> {
      Optional<WatchedLog> now = log(sql, next.origin());
      if (now.filter(log -> log.head().equals(expected) && log.fork().isEmpty()).isEmpty()) {
        return false;
      }
      sql.update(
          "UPDATE log SET size = ?, root = ?, note = ?, at = ? WHERE origin = ?",
          next.size(),
          Bytes.of(next.root().bytes()),
          note,
          clock.instant().getEpochSecond(),
          next.origin());
      return true;
    });
  }

  @Override
  public boolean forked(String origin, String correlationId, Bytes cosigned, Bytes shown) {
    return database.write(sql ->
        sql.update(
                "UPDATE log SET fork_at = ?, fork_correlation_id = ?, fork_cosigned = ?,"
                    + " fork_shown = ? WHERE origin = ? AND fork_at IS NULL",
                clock.instant().getEpochSecond(),
                correlationId,
                cosigned,
                shown,
                origin)
            == 1);
  }

  @Override
  public void close() {
    database.close();
  }

  private static WatchedLog log(Row row) throws SQLException {
    String origin = row.text("origin");
    Optional<WatchedLog.Head> head = Optional.empty();
    if (row.optionalNumber("size").isPresent()) {
      WitnessedHead cosigned =
          new WitnessedHead(origin, row.number("size"), TreeHash.of(row.bytes("root").toArray()));
      head = Optional.of(new WatchedLog.Head(cosigned, row.bytes("note"), row.number("at")));
    }
    Optional<WatchedLog.Fork> fork = Optional.empty();
    if (row.optionalNumber("fork_at").isPresent()) {
      fork =
          Optional.of(
              new WatchedLog.Fork(
                  row.number("fork_at"),
                  row.text("fork_correlation_id"),
                  row.bytes("fork_cosigned"),
                  row.bytes("fork_shown")));
    }
    return new WatchedLog(origin, row.text("key"), head, fork);
  }
}
