package dev.countersign.desktop.audit;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/**
 * Finds decisions and other entries. Each run of the desk makes its own from the log, in a
 * temporary database that has no name in any folder: what nobody else can open, nobody can change
 * to leave a row out or to tell another outcome. Any thread may call it, one at a time.
 */
public final class HistoryIndex implements AutoCloseable {
  private static final int PAGE = 256;

  /** An empty name is a temporary database: https://sqlite.org/inmemorydb.html#temp_db */
  private static final String PRIVATE = "jdbc:sqlite:file:";

  private final AuditLog log;
  private final Connection db;
  private final HistoryTable rows;
  private long next;

  private HistoryIndex(AuditLog log, Connection db, HistoryTable rows) {
    this.log = log;
    this.db = db;
    this.rows = rows;
  }

  /**
   * Opens the index of a log; reads nothing of the log yet.
   *
   * @throws IOException if there is no room for one
   */
  public static HistoryIndex of(AuditLog log) throws IOException {
    try {
      return over(log, DriverManager.getConnection(PRIVATE));
    } catch (SQLException unusable) {
      throw new IOException("the search index cannot be made", unusable);
    }
  }

  /** Takes over a connection to an empty database. */
  static HistoryIndex over(AuditLog log, Connection db) throws SQLException {
    try {
      return new HistoryIndex(log, db, HistoryTable.in(db));
    } catch (SQLException unusable) {
      db.close();
      throw unusable;
    }
  }

  /**
   * Reads what was added to the log since.
   *
   * @return whether there was anything
   */
  public synchronized boolean catchUp() throws IOException {
    long size = log.head().size();
    if (next >= size) {
      return false;
    }
    try {
      db.setAutoCommit(false);
      while (next < size) {
        long end = Math.min(next + PAGE, size);
        List<AuditEntry> page = log.entries(end, (int) (end - next)).reversed();
        for (AuditEntry entry : page) {
          rows.add(entry);
        }
        db.commit();
        next = end;
      }
      return true;
    } catch (SQLException failed) {
      throw new IOException("the search index cannot be written", failed);
    } finally {
      automatic();
    }
  }

  /** A page that was not finished is left out: what is half indexed would be indexed twice. */
  private void automatic() throws IOException {
    try {
      db.rollback();
      db.setAutoCommit(true);
    } catch (SQLException broken) {
      throw new IOException("the search index cannot be written", broken);
    }
  }

  /**
   * What a search found.
   *
   * @param total how many rows there are in all
   * @param rows the first of them
   */
  public record Found(long total, List<HistoryRow> rows) {}

  /** {@link #find} and {@link #count} in one, which looks at each row once. */
  public synchronized Found search(HistoryQuery query, long below, int limit) throws IOException {
    List<HistoryRow> rows = find(query, below, limit);
    boolean all = below == Long.MAX_VALUE && rows.size() < limit;
    return new Found(all ? rows.size() : count(query), rows);
  }

  /**
   * Rows below an entry's number, newest first; {@link Long#MAX_VALUE} for the newest. Of a
   * decision the intent's number counts.
   */
  public synchronized List<HistoryRow> find(HistoryQuery query, long below, int limit)
      throws IOException {
    try {
      return rows.find(query, below, limit);
    } catch (SQLException failed) {
      throw new IOException("the search index cannot be read", failed);
    }
  }

  /** How many rows a query finds. */
  public synchronized long count(HistoryQuery query) throws IOException {
    try {
      return rows.count(query);
    } catch (SQLException failed) {
      throw new IOException("the search index cannot be read", failed);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    try {
      db.close();
    } catch (SQLException broken) {
      throw new IOException("the search index cannot be closed", broken);
    }
  }
}
