package dev.countersign.desktop.audit;

import dev.countersign.desktop.audit.AuditEntry.Content;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** The rows of the search index: one for each decision, one for each entry that is part of none. */
final class HistoryTable {
  private static final String OPEN = "open";

  private static final String TABLE =
      "CREATE TABLE row(entry INTEGER PRIMARY KEY, type TEXT NOT NULL,"
          + " at INTEGER NOT NULL, decision TEXT NOT NULL, outcome TEXT NOT NULL,"
          + " outcome_entry INTEGER, request TEXT NOT NULL, requester TEXT NOT NULL,"
          + " action TEXT NOT NULL, token TEXT NOT NULL, sentence TEXT NOT NULL,"
          + " text TEXT NOT NULL) STRICT";

  private final Connection db;

  private HistoryTable(Connection db) {
    this.db = db;
  }

  /** Makes the table in an empty database. */
  static HistoryTable in(Connection db) throws SQLException {
    try (Statement sql = db.createStatement()) {
      sql.execute("PRAGMA synchronous = OFF"); // it does not outlive this run
      sql.execute(TABLE);
    }
    return new HistoryTable(db);
  }

  void add(AuditEntry entry) throws SQLException {
    switch (entry.content()) {
      case Content.Intended _ -> intent(EntryFacts.of(entry));
      case Content.Ended ended -> {
        if (outcome(ended.intentIndex(), EntryFacts.of(entry)) == 0) {
          event(entry);
        }
      }
      case Content.Begun _, Content.Happened _, Content.Unreadable _ -> event(entry);
    }
  }

  private void intent(EntryFacts facts) throws SQLException {
    update(
        "INSERT OR REPLACE INTO row VALUES (?, ?, ?, ?, ?, NULL, '', '', '', '', '', ?)",
        facts.index(),
        facts.type(),
        facts.at(),
        facts.value("decision"),
        OPEN,
        text(facts));
  }

  private int outcome(long intent, EntryFacts facts) throws SQLException {
    return update(
        "UPDATE row SET outcome = ?, outcome_entry = ?, request = ?, requester = ?,"
            + " action = ?, token = ?, text = text || ? WHERE entry = ? AND type = 'intent'",
        facts.value("outcome"),
        facts.index(),
        facts.value("request_id"),
        facts.value("requester"),
        facts.value("action"),
        facts.value("credential_id"),
        text(facts),
        intent);
  }

  private void event(AuditEntry entry) throws SQLException {
    EntryWords words = EntryWords.of(entry);
    update(
        "INSERT OR REPLACE INTO row VALUES (?, ?, ?, '', '', NULL, '', '', '', '', ?, ?)",
        entry.index(),
        entry.type(),
        EntryFacts.of(entry).at(),
        words.sentence(),
        words.searched().toLowerCase(Locale.ROOT));
  }

  private static String text(EntryFacts facts) {
    return ("\n" + String.join("\n", facts.values().values())).toLowerCase(Locale.ROOT);
  }

  List<HistoryRow> find(HistoryQuery query, long below, int limit) throws SQLException {
    HistoryWhere where = new HistoryWhere(query);
    try (PreparedStatement sql =
            bound(
                "SELECT * FROM row WHERE" + where.sql() + " entry < ? ORDER BY entry DESC LIMIT ?",
                where.arguments(below, limit));
        ResultSet rows = sql.executeQuery()) {
      List<HistoryRow> found = new ArrayList<>();
      while (rows.next()) {
        found.add(row(rows));
      }
      return found;
    }
  }

  long count(HistoryQuery query) throws SQLException {
    HistoryWhere where = new HistoryWhere(query);
    try (PreparedStatement sql =
            bound("SELECT count(*) FROM row WHERE" + where.sql() + " 1", where.arguments());
        ResultSet row = sql.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  private int update(String statement, Object... arguments) throws SQLException {
    try (PreparedStatement sql = bound(statement, List.of(arguments))) {
      return sql.executeUpdate();
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

  private static HistoryRow row(ResultSet row) throws SQLException {
    if (!row.getString("type").equals("intent")) {
      return new HistoryRow.Event(
          row.getLong("entry"),
          row.getLong("at"),
          row.getString("type"),
          row.getString("sentence"));
    }
    long outcomeEntry = row.getLong("outcome_entry");
    OptionalLong outcome = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(outcomeEntry);
    return new HistoryRow.Decision(
        row.getLong("entry"),
        outcome,
        row.getLong("at"),
        row.getString("decision"),
        row.getString("outcome"),
        row.getString("request"),
        row.getString("requester"),
        row.getString("action"));
  }
}
