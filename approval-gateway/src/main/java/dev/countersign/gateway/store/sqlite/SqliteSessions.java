package dev.countersign.gateway.store.sqlite;

import dev.countersign.gateway.store.ApproverSessionRecord;
import dev.countersign.gateway.store.SessionRecord;
import dev.countersign.gateway.store.SessionStore;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.VerifyingKey;
import dev.countersign.proof.json.JsonWriter;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.request.Attributes;
import dev.countersign.proof.request.Requester;
import dev.countersign.proof.request.RequesterSession;
import dev.countersign.proof.request.SessionKind;
import java.sql.SQLException;
import java.util.Optional;

/** Requester and approver sessions. */
final class SqliteSessions implements SessionStore {
  private final Ledger ledger;

  SqliteSessions(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public void start(SessionRecord session) {
    ledger.write(sql ->
        sql.update(
            "INSERT INTO requester_session VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            session.id(),
            session.client(),
            Columns.text(session.key()),
            session.session().kind().name(),
            session.requester().type().name(),
            session.requester().id(),
            session.requester().onBehalfOf(),
            session.requester().workload(),
            JsonWriter.compactText(session.session().attributes().json()),
            session.address(),
            session.session().startedAt(),
            session.expiresAt(),
            session.ended()));
  }

  @Override
  public Optional<SessionRecord> session(String id) {
    return ledger.read(sql -> session(sql, id));
  }

  static Optional<SessionRecord> session(Sql sql, String id) throws SQLException {
    return sql.one(SqliteSessions::session, "SELECT * FROM requester_session WHERE id = ?", id);
  }

  private static SessionRecord session(Row row) throws SQLException {
    VerifyingKey key = Columns.key(row.text("jwk"));
    return new SessionRecord(
        new RequesterSession(
            row.text("id"),
            SessionKind.valueOf(row.text("kind")),
            key.thumbprint(),
            row.number("started_at"),
            attributes(row.text("attributes"))),
        new Requester(
            Requester.Type.valueOf(row.text("type")),
            row.text("requester"),
            row.optionalText("on_behalf_of"),
            row.optionalText("workload")),
        row.text("client"),
        key,
        row.text("address"),
        row.number("expires_at"),
        row.flag("ended"));
  }

  private static Attributes attributes(String column) throws SQLException {
    try {
      return Attributes.read(
          new ObjectReader(Columns.object(column), "attributes", RefusalCode.MALFORMED_JSON));
    } catch (RefusedException damaged) {
      throw new SQLException("the attributes of a session are damaged", damaged);
    }
  }

  @Override
  public boolean end(String sessionId) {
    return ledger.write(sql -> Endings.session(sql, sessionId, ledger.now()));
  }

  @Override
  public void start(ApproverSessionRecord session) {
    ledger.write(sql ->
        sql.update(
            "INSERT INTO approver_session VALUES (?, ?, ?, ?, ?, ?)",
            session.id(),
            session.approver(),
            session.deviceJkt(),
            session.startedAt(),
            session.expiresAt(),
            session.ended()));
  }

  @Override
  public Optional<ApproverSessionRecord> approverSession(String id) {
    return ledger.read(sql -> approverSession(sql, id));
  }

  static Optional<ApproverSessionRecord> approverSession(Sql sql, String id) throws SQLException {
    return sql.one(
        SqliteSessions::approverSession, "SELECT * FROM approver_session WHERE id = ?", id);
  }

  @Override
  public Optional<ApproverSessionRecord> liveApproverSession(String deviceJkt) {
    return ledger.read(sql ->
        sql.one(
            SqliteSessions::approverSession,
            """
            SELECT * FROM approver_session WHERE device_jkt = ? AND ended = 0 AND expires_at > ?
            ORDER BY started_at DESC, rowid DESC LIMIT 1
            """,
            deviceJkt,
            ledger.now()));
  }

  private static ApproverSessionRecord approverSession(Row row) throws SQLException {
    return new ApproverSessionRecord(
        row.text("id"),
        row.text("approver"),
        row.text("device_jkt"),
        row.number("started_at"),
        row.number("expires_at"),
        row.flag("ended"));
  }

  @Override
  public boolean endApproverSession(String id) {
    return ledger.write(
        sql -> sql.update("UPDATE approver_session SET ended = 1 WHERE id = ?", id) == 1);
  }
}
