package dev.countersign.desktop.audit;

import dev.countersign.proof.log.TreeHashing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * Finds decisions. It lives in a file of its own, is made from the log and proves nothing: a file
 * that does not fit the log is made anew. Any thread may call it, one at a time.
 */
public final class HistoryIndex implements AutoCloseable {
  private static final int PAGE = 256;
  private static final String OPEN = "open";
  private static final String[] TABLES = {
    "CREATE TABLE IF NOT EXISTS progress(origin TEXT NOT NULL, next INTEGER NOT NULL,"
        + " leaf TEXT NOT NULL) STRICT",
    "CREATE TABLE IF NOT EXISTS decision(intent INTEGER PRIMARY KEY, at INTEGER NOT NULL,"
        + " decision TEXT NOT NULL, outcome TEXT NOT NULL, outcome_entry INTEGER,"
        + " request TEXT NOT NULL, requester TEXT NOT NULL, action TEXT NOT NULL,"
        + " token TEXT NOT NULL, text TEXT NOT NULL) STRICT",
    "CREATE INDEX IF NOT EXISTS decision_requester ON decision(requester)",
    "PRAGMA user_version = 1"
  };

  private final AuditLog log;
  private final Connection db;
  private long next;

  private HistoryIndex(AuditLog log, Connection db) {
    this.log = log;
    this.db = db;
  }

  /**
   * Opens the index of a log; reads nothing of the log yet.
   *
   * @throws IOException if not even a new file can be used
   */
  public static HistoryIndex open(Path file, AuditLog log) throws IOException {
    try {
      return new HistoryIndex(log, connect(file)).prepared();
    } catch (SQLException unusable) {
      Files.deleteIfExists(file);
      try {
        return new HistoryIndex(log, connect(file)).prepared();
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

  private HistoryIndex prepared() throws SQLException {
    try (Statement sql = db.createStatement()) {
      // What is lost with the power is read from the log again.
      sql.execute("PRAGMA synchronous = OFF");
      for (String each : TABLES) {
        sql.execute(each);
      }
      next = fits() ? next : restart(sql);
      return this;
    } catch (SQLException unusable) {
      db.close();
      throw unusable;
    }
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

  private static long restart(Statement sql) throws SQLException {
    sql.execute("DELETE FROM progress");
    sql.execute("DELETE FROM decision");
    return 0;
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
          add(entry);
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

  private void automatic() throws IOException {
    try {
      db.setAutoCommit(true);
    } catch (SQLException broken) {
      throw new IOException("the search index cannot be written", broken);
    }
  }

  private void progress(long end, String leaf) throws SQLException {
    update("DELETE FROM progress");
    update("INSERT INTO progress VALUES (?, ?, ?)", log.genesis().origin(), end, leaf);
  }

  private void add(AuditEntry entry) throws SQLException {
    EntryFacts facts = EntryFacts.of(entry);
    switch (facts.type()) {
      case "intent" ->
          update(
              "INSERT OR REPLACE INTO decision VALUES (?, ?, ?, ?, NULL, '', '', '', '', ?)",
              entry.index(),
              facts.at(),
              facts.value("decision"),
              OPEN,
              text(facts));
      case "outcome" ->
          update(
              "UPDATE decision SET outcome = ?, outcome_entry = ?, request = ?, requester = ?,"
                  + " action = ?, token = ?, text = text || ? WHERE intent = ?",
              facts.value("outcome"),
              entry.index(),
              facts.value("request_id"),
              facts.value("requester"),
              facts.value("action"),
              facts.value("credential_id"),
              text(facts),
              Long.parseLong(facts.value("intent_index")));
      default -> {}
    }
  }

  private static String text(EntryFacts facts) {
    return ("\n" + String.join("\n", facts.values().values())).toLowerCase(Locale.ROOT);
  }

  private void update(String statement, Object... arguments) throws SQLException {
    try (PreparedStatement sql = bound(statement, List.of(arguments))) {
      sql.executeUpdate();
    }
  }

  private PreparedStatement bound(String statement, List<Object> arguments) throws SQLException {
    PreparedStatement sql = db.prepareStatement(statement);
    try {
      for (int i = 0; i < arguments.size(); i++) {
        sql.setObject(i + 1, arguments.get(i));
      }
      return sql;
    } catch (SQLException failed) {
      sql.close();
      throw failed;
    }
  }

  /** Decisions below an intent's number, newest first; {@link Long#MAX_VALUE} for the newest. */
  public synchronized List<HistoryRow> find(HistoryQuery query, long below, int limit)
      throws IOException {
    List<Object> arguments = new ArrayList<>();
    String where = where(query, arguments);
    arguments.add(below);
    arguments.add(limit);
    try (PreparedStatement sql =
            bound(
                "SELECT * FROM decision WHERE" + where + " intent < ? ORDER BY intent DESC LIMIT ?",
                arguments);
        ResultSet rows = sql.executeQuery()) {
      List<HistoryRow> found = new ArrayList<>();
      while (rows.next()) {
        found.add(row(rows));
      }
      return found;
    } catch (SQLException failed) {
      throw new IOException("the search index cannot be read", failed);
    }
  }

  /** How many decisions a query finds. */
  public synchronized long count(HistoryQuery query) throws IOException {
    List<Object> arguments = new ArrayList<>();
    String where = where(query, arguments);
    try (PreparedStatement sql =
            bound("SELECT count(*) FROM decision WHERE" + where + " 1", arguments);
        ResultSet row = sql.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    } catch (SQLException failed) {
      throw new IOException("the search index cannot be read", failed);
    }
  }

  private static String where(HistoryQuery query, List<Object> arguments) {
    StringBuilder where = new StringBuilder();
    if (query.since() > 0) {
      where.append(" at >= ? AND");
      arguments.add(query.since());
    }
    equal(where, arguments, "decision", query.decision());
    equal(where, arguments, "outcome", query.outcome());
    like(where, arguments, "requester", pattern(query.requester()) + "%", query.requester());
    like(where, arguments, "token", pattern(query.token()) + "%", query.token());
    String text = query.text().toLowerCase(Locale.ROOT);
    like(where, arguments, "text", "%" + pattern(text) + "%", text);
    return where.toString();
  }

  private static void equal(
      StringBuilder where, List<Object> arguments, String column, String value) {
    if (!value.isEmpty()) {
      where.append(' ').append(column).append(" = ? AND");
      arguments.add(value);
    }
  }

  private static void like(
      StringBuilder where, List<Object> arguments, String column, String pattern, String asked) {
    if (!asked.isEmpty()) {
      where.append(' ').append(column).append(" LIKE ? ESCAPE '\\' AND");
      arguments.add(pattern);
    }
  }

  private static String pattern(String literal) {
    return literal.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
  }

  private static HistoryRow row(ResultSet row) throws SQLException {
    long outcomeEntry = row.getLong("outcome_entry");
    OptionalLong outcome = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(outcomeEntry);
    return new HistoryRow(
        row.getLong("intent"),
        outcome,
        row.getLong("at"),
        row.getString("decision"),
        row.getString("outcome"),
        row.getString("request"),
        row.getString("requester"),
        row.getString("action"));
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
