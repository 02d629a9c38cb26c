package dev.countersign.desktop.audit;

import dev.countersign.proof.log.TreeHashing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Finds decisions and other entries. It lives in a file of its own, is made from the log and proves
 * nothing: a file that does not fit the log is made anew. Any thread may call it, one at a time.
 */
public final class HistoryIndex implements AutoCloseable {
  private static final int PAGE = 256;

  private final AuditLog log;
  private final Connection db;
  private final HistoryTable rows;
  private long next;

  private HistoryIndex(AuditLog log, Connection db) throws SQLException {
    this.log = log;
    this.db = db;
    try {
      this.rows = HistoryTable.in(db);
      if (!fits()) {
        rows.clear();
        next = 0;
      }
    } catch (SQLException unusable) {
      db.close();
      throw unusable;
    }
  }

  /**
   * Opens the index of a log; reads nothing of the log yet.
   *
   * @throws IOException if not even a new file can be used
   */
  public static HistoryIndex open(Path file, AuditLog log) throws IOException {
    try {
      return new HistoryIndex(log, connect(file));
    } catch (SQLException unusable) {
      Files.deleteIfExists(file);
      try {
        return new HistoryIndex(log, connect(file));
      } catch (SQLException stillUnusable) {
        throw new IOException("the search index cannot be made", stillUnusable);
      }
    }
  }

  private static Connection connect(Path file) throws IOException, SQLException {
    if (!Files.exists(file)
        && file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    return DriverManager.getConnection("jdbc:sqlite:" + file);
  }

  private boolean fits() throws SQLException {
    try (Statement sql = db.createStatement();
        ResultSet row = sql.executeQuery("SELECT origin, next, leaf FROM progress")) {
      if (!row.next()) {
        return false;
      }
      next = row.getLong(2);
      return row.getString(1).equals(log.genesis().origin())
          && next > 0
          && next <= log.head().size()
          && row.getString(3).equals(leaf(log.entries(next, 1).getFirst()));
    }
  }

  private static String leaf(AuditEntry entry) {
    return TreeHashing.leaf(entry.leaf().toArray()).base64Url();
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
        progress(end, leaf(page.getLast()));
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

  private void progress(long end, String leaf) throws SQLException {
    rows.update("DELETE FROM progress");
    rows.update("INSERT INTO progress VALUES (?, ?, ?)", log.genesis().origin(), end, leaf);
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
