package dev.countersign.gateway.store.sqlite;

import dev.countersign.gateway.store.StoreException;
import dev.countersign.proof.Bytes;
import java.sql.SQLException;
import java.util.List;

/** The tables of the ledger, and which version of them a file holds. */
final class Schema {
  static final int VERSION = 4;

  private static final List<String> TABLES =
      List.of(
          """
          CREATE TABLE ledger (one INTEGER PRIMARY KEY CHECK (one = 1), epoch BLOB NOT NULL) STRICT
          """,
          """
          CREATE TABLE approver (
            id TEXT PRIMARY KEY, person TEXT NOT NULL, groups TEXT NOT NULL,
            revoked INTEGER NOT NULL) STRICT
          """,
          """
          CREATE TABLE device (
            jkt TEXT PRIMARY KEY, jwk TEXT NOT NULL,
            approver TEXT NOT NULL REFERENCES approver (id), standing TEXT NOT NULL) STRICT
          """,
          """
          CREATE TABLE token (
            credential_id BLOB PRIMARY KEY, approver TEXT NOT NULL REFERENCES approver (id),
            cose BLOB NOT NULL, aaguid TEXT NOT NULL, name TEXT NOT NULL, demo INTEGER NOT NULL,
            standing TEXT NOT NULL, sign_count INTEGER NOT NULL) STRICT
          """,
          """
          CREATE TABLE client (
            id TEXT PRIMARY KEY, role TEXT NOT NULL, jwk TEXT NOT NULL, types TEXT NOT NULL,
            revoked INTEGER NOT NULL) STRICT
          """,
          """
          CREATE TABLE enrolment_code (
            sha256 BLOB PRIMARY KEY, approver TEXT NOT NULL REFERENCES approver (id),
            expires_at INTEGER NOT NULL, attempts INTEGER NOT NULL, used INTEGER NOT NULL) STRICT
          """,
          """
          CREATE TABLE requester_session (
            id TEXT PRIMARY KEY, client TEXT NOT NULL, jwk TEXT NOT NULL, kind TEXT NOT NULL,
            type TEXT NOT NULL, requester TEXT NOT NULL, on_behalf_of TEXT, workload TEXT,
            attributes TEXT NOT NULL, address TEXT NOT NULL, started_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL, ended INTEGER NOT NULL) STRICT
          """,
          """
          CREATE TABLE approver_session (
            id TEXT PRIMARY KEY, approver TEXT NOT NULL REFERENCES approver (id),
            device_jkt TEXT NOT NULL REFERENCES device (jkt), started_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL, ended INTEGER NOT NULL) STRICT
          """,
          """
          CREATE TABLE request (
            id TEXT PRIMARY KEY, sha256 BLOB NOT NULL UNIQUE, envelope BLOB NOT NULL,
            ask_id TEXT NOT NULL, ask_envelope_sha256 BLOB NOT NULL,
            session_id TEXT NOT NULL REFERENCES requester_session (id), epoch BLOB NOT NULL,
            executor TEXT NOT NULL, issued_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
            state TEXT NOT NULL, decided_at INTEGER, correlation_id TEXT NOT NULL,
            UNIQUE (session_id, ask_id)) STRICT
          """,
          "CREATE INDEX request_open ON request (state, expires_at)",
          """
          CREATE TABLE feed (
            seq INTEGER PRIMARY KEY, kind TEXT NOT NULL, request_id TEXT NOT NULL,
            request_sha256 BLOB NOT NULL) STRICT
          """,
          """
          CREATE TABLE challenge (
            sha256 BLOB PRIMARY KEY, request_id TEXT NOT NULL REFERENCES request (id),
            request_sha256 BLOB NOT NULL, approver TEXT NOT NULL, device_jkt TEXT NOT NULL,
            approver_session TEXT NOT NULL, issued_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL, used INTEGER NOT NULL) STRICT
          """,
          """
          CREATE TABLE vote (
            seq INTEGER PRIMARY KEY, request_id TEXT NOT NULL REFERENCES request (id),
            statement BLOB NOT NULL UNIQUE, decision TEXT NOT NULL, approver TEXT NOT NULL,
            device_jkt TEXT NOT NULL, receipt BLOB NOT NULL) STRICT
          """,
          """
          CREATE TABLE issued_grant (
            id TEXT PRIMARY KEY, request_id TEXT NOT NULL UNIQUE REFERENCES request (id),
            sha256 BLOB NOT NULL, envelope BLOB NOT NULL, executor TEXT NOT NULL,
            uses INTEGER NOT NULL, expires_at INTEGER NOT NULL, revoked INTEGER NOT NULL) STRICT
          """,
          """
          CREATE TABLE redemption (
            id TEXT PRIMARY KEY, grant_id TEXT NOT NULL REFERENCES issued_grant (id),
            detail INTEGER NOT NULL, executor TEXT NOT NULL, content BLOB NOT NULL,
            answer BLOB NOT NULL, redeemed_at INTEGER NOT NULL, outcome TEXT, note TEXT,
            reported_at INTEGER, UNIQUE (grant_id, detail)) STRICT
          """,
          """
          CREATE TABLE witnessed (
            device_jkt TEXT PRIMARY KEY REFERENCES device (jkt), origin TEXT NOT NULL,
            size INTEGER NOT NULL, root BLOB NOT NULL) STRICT
          """,
          """
          CREATE TABLE attempt (
            seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL,
            outcome TEXT NOT NULL, binding TEXT NOT NULL) STRICT
          """,
          "PRAGMA user_version = 1");

  /** What turns version 1 into version 2: alarms, and since when a head is witnessed. */
  private static final List<String> TO_VERSION_2 =
      List.of(
          "ALTER TABLE witnessed ADD COLUMN at INTEGER NOT NULL DEFAULT 0",
          """
          CREATE TABLE alarm (
            seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, at INTEGER NOT NULL,
            kind TEXT NOT NULL, device_jkt TEXT NOT NULL REFERENCES device (jkt),
            correlation_id TEXT NOT NULL, origin TEXT NOT NULL, witnessed_size INTEGER NOT NULL,
            witnessed_root BLOB NOT NULL, shown_size INTEGER NOT NULL,
            shown_root BLOB NOT NULL) STRICT
          """,
          "PRAGMA user_version = 2");

  /** What turns version 2 into version 3: which requests are children, and of which. */
  private static final List<String> TO_VERSION_3 =
      List.of(
          "CREATE TABLE delegating (request_id TEXT PRIMARY KEY REFERENCES request (id)) STRICT",
          """
          CREATE TABLE child (
            request_id TEXT NOT NULL REFERENCES request (id),
            parent_id TEXT NOT NULL REFERENCES request (id), type TEXT NOT NULL,
            max_children INTEGER NOT NULL, PRIMARY KEY (request_id, type)) STRICT
          """,
          "CREATE INDEX child_of ON child (parent_id, type)",
          "PRAGMA user_version = 3");

  /** What turns version 3 into version 4: smart cards beside FIDO2 credentials. */
  private static final List<String> TO_VERSION_4 =
      List.of(
          "ALTER TABLE token ADD COLUMN kind TEXT NOT NULL DEFAULT 'fido2'",
          "ALTER TABLE token ADD COLUMN x5c TEXT NOT NULL DEFAULT '[]'",
          "ALTER TABLE token ADD COLUMN pin_claimed INTEGER NOT NULL DEFAULT 0",
          "PRAGMA user_version = 4");

  private Schema() {}

  /** Creates the tables in an empty file, and brings an older version up to this one. */
  static void prepare(Sql sql, Bytes newEpoch) throws SQLException {
    long found = sql.one(row -> row.number("user_version"), "PRAGMA user_version").orElseThrow();
    if (found == VERSION) {
      return;
    }
    if (found > 0 && found < VERSION) {
      upgrade(sql, found, VERSION);
      return;
    }
    if (found != 0) {
      throw new StoreException(
          "the ledger has schema version " + found + "; this gateway knows version " + VERSION);
    }
    if (sql.exists("SELECT 1 FROM sqlite_schema")) {
      throw new StoreException("the file is a SQLite database, but not a ledger");
    }
    create(sql, VERSION, newEpoch);
  }

  /** Creates the tables as a version had them. */
  static void create(Sql sql, int version, Bytes newEpoch) throws SQLException {
    run(sql, TABLES);
    upgrade(sql, 1, version);
    sql.update("INSERT INTO ledger VALUES (1, ?)", newEpoch);
  }

  private static void upgrade(Sql sql, long from, int to) throws SQLException {
    List<List<String>> steps = List.of(TO_VERSION_2, TO_VERSION_3, TO_VERSION_4);
    for (List<String> step : steps.subList((int) from - 1, to - 1)) {
      run(sql, step);
    }
  }

  private static void run(Sql sql, List<String> statements) throws SQLException {
    for (String statement : statements) {
      sql.update(statement);
    }
  }
}
