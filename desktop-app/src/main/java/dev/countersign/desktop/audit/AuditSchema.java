package dev.countersign.desktop.audit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The layout of the database file: three tables, their guard-rail triggers, nothing else. Format 2
 * added one more guard rail to format 1.
 */
final class AuditSchema {
  /** "CSAL" in ASCII. */
  static final int APPLICATION_ID = 0x4353414c;

  static final int USER_VERSION = 2;
  private static final int OLDEST = 1;

  private static final List<String> TABLES =
      List.of(
          "CREATE TABLE entry(seq INTEGER PRIMARY KEY CHECK (seq >= 0), bytes BLOB NOT NULL) STRICT",
          "CREATE TABLE node(level INTEGER NOT NULL CHECK (level BETWEEN 0 AND 52),"
              + " idx INTEGER NOT NULL CHECK (idx >= 0),"
              + " hash BLOB NOT NULL CHECK (length(hash) = 32),"
              + " PRIMARY KEY (level, idx)) STRICT, WITHOUT ROWID",
          "CREATE TABLE checkpoint(size INTEGER NOT NULL CHECK (size > 0), note BLOB NOT NULL,"
              + " PRIMARY KEY (size, note)) STRICT, WITHOUT ROWID");

  private AuditSchema() {}

  /** Whether this program reads files of the format. */
  static boolean isKnown(int version) {
    return version >= OLDEST && version <= USER_VERSION;
  }

  /** Lays out an empty file. */
  static void create(Statement sql) throws SQLException {
    createOldest(sql);
    sql.execute("PRAGMA application_id = " + APPLICATION_ID);
    migrate(sql, OLDEST);
  }

  /**
   * Brings a file of an older format up to date, inside the caller's transaction: all of it or
   * nothing. No entry, node or checkpoint is touched.
   */
  static void migrate(Statement sql, int from) throws SQLException {
    migrate(sql, from, USER_VERSION);
  }

  private static void migrate(Statement sql, int from, int to) throws SQLException {
    if (from < 2 && to >= 2) {
      // INSERT OR REPLACE deletes without asking the delete triggers.
      sql.execute(
          "CREATE TRIGGER node_once BEFORE INSERT ON node"
              + " WHEN EXISTS (SELECT 1 FROM node WHERE level = NEW.level AND idx = NEW.idx)"
              + " BEGIN SELECT RAISE(ABORT, 'append-only'); END");
    }
    sql.execute("PRAGMA user_version = " + to);
  }

  private static void createOldest(Statement sql) throws SQLException {
    for (String table : TABLES) {
      sql.execute(table);
    }
    // Guard rails against mistakes, not against an attacker, who can drop them; the verifier
    // notices that too.
    for (String table : List.of("entry", "node", "checkpoint")) {
      for (String change : List.of("update", "delete")) {
        sql.execute(
            "CREATE TRIGGER %1$s_no_%2$s BEFORE %2$s ON %1$s BEGIN SELECT RAISE(ABORT, 'append-only'); END"
                .formatted(table, change));
      }
    }
    sql.execute(
        "CREATE TRIGGER entry_in_order BEFORE INSERT ON entry"
            + " WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), -1) + 1 FROM entry)"
            + " BEGIN SELECT RAISE(ABORT, 'out of order'); END");
  }

  static int applicationId(Connection db) throws SQLException {
    return number(db, "PRAGMA application_id");
  }

  static int userVersion(Connection db) throws SQLException {
    return number(db, "PRAGMA user_version");
  }

  /**
   * Whether text in the file is UTF-8, as in every file that this program lays out. In UTF-16 the
   * functions for text would convert the bytes of entries and nodes, and not show them as stored.
   */
  static boolean isUtf8(Connection db) throws SQLException {
    try (Statement sql = db.createStatement();
        ResultSet row = sql.executeQuery("PRAGMA encoding")) {
      return row.next() && "UTF-8".equals(row.getString(1));
    }
  }

  /** Everything the file's own catalogue lists; an empty list in a new file. */
  static List<SchemaObject> objects(Connection db) throws SQLException {
    List<SchemaObject> objects = new ArrayList<>();
    try (Statement sql = db.createStatement();
        ResultSet rows = sql.executeQuery("SELECT type, name, tbl_name, sql FROM sqlite_schema")) {
      while (rows.next()) {
        objects.add(new SchemaObject(text(rows, 1), text(rows, 2), text(rows, 3), text(rows, 4)));
      }
    }
    return objects;
  }

  /** What differs from the layout of a format, as a clause each; empty if nothing does. */
  static List<Difference> differences(Connection db, int version) throws SQLException {
    Set<SchemaObject> expected = expected(version);
    List<Difference> differences = new ArrayList<>();
    for (SchemaObject found : objects(db)) {
      if (!expected.remove(found)) {
        Kind kind = found.isOurTable() ? Kind.TABLE : Kind.OTHER;
        differences.add(new Difference(kind, "unexpected or changed " + found.label()));
      }
    }
    for (SchemaObject missing : expected) {
      Kind kind = missing.isOurTable() ? Kind.TABLE : Kind.MISSING_GUARD_RAIL;
      differences.add(new Difference(kind, "missing " + missing.label()));
    }
    return differences;
  }

  /**
   * Asked of SQLite itself, so that it does not matter how a version of it spells its catalogue.
   */
  private static Set<SchemaObject> expected(int version) throws SQLException {
    try (Connection memory = DriverManager.getConnection("jdbc:sqlite::memory:");
        Statement sql = memory.createStatement()) {
      createOldest(sql);
      migrate(sql, OLDEST, version);
      return new HashSet<>(objects(memory));
    }
  }

  private static int number(Connection db, String pragma) throws SQLException {
    try (Statement sql = db.createStatement();
        ResultSet row = sql.executeQuery(pragma)) {
      return row.next() ? row.getInt(1) : 0;
    }
  }

  private static String text(ResultSet rows, int column) throws SQLException {
    return Optional.ofNullable(rows.getString(column)).orElse("");
  }

  record SchemaObject(String type, String name, String table, String sql) {
    String label() {
      return type + " " + name;
    }

    boolean isOurTable() {
      return type.equals("table") && Set.of("entry", "node", "checkpoint").contains(name);
    }
  }

  /** A difference from the layout. */
  record Difference(Kind kind, String clause) {}

  /** What a difference means for reading on. */
  enum Kind {
    /** A table is not as it should be: the file cannot be read further. */
    TABLE,
    /** A trigger is gone; the rows can still be judged. */
    MISSING_GUARD_RAIL,
    /** Something is there that should not be. */
    OTHER
  }
}
