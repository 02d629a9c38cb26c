package dev.countersign.gateway.store.sqlite;

import dev.countersign.gateway.store.ChallengeRecord;
import dev.countersign.gateway.store.DecideOutcome;
import dev.countersign.gateway.store.DecisionStore;
import dev.countersign.gateway.store.Vote;
import dev.countersign.gateway.store.VoteRecord;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.decision.Decision;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Session challenges and counted votes. */
final class SqliteDecisions implements DecisionStore {
  private final Ledger ledger;

  SqliteDecisions(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public void addChallenge(ChallengeRecord challenge) {
    ledger.write(sql ->
        sql.update(
            "INSERT INTO challenge VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            challenge.sha256(),
            challenge.requestId(),
            challenge.requestSha256(),
            challenge.approver(),
            challenge.deviceJkt(),
            challenge.approverSession(),
            challenge.issuedAt(),
            challenge.expiresAt(),
            challenge.used()));
  }

  @Override
  public Optional<ChallengeRecord> challenge(Digest sha256) {
    return ledger.read(sql -> challenge(sql, sha256));
  }

  static Optional<ChallengeRecord> challenge(Sql sql, Digest sha256) throws SQLException {
    return sql.one(
        row ->
            new ChallengeRecord(
                row.digest("sha256"),
                row.text("request_id"),
                row.digest("request_sha256"),
                row.text("approver"),
                row.text("device_jkt"),
                row.text("approver_session"),
                row.number("issued_at"),
                row.number("expires_at"),
                row.flag("used")),
        "SELECT * FROM challenge WHERE sha256 = ?",
        sha256);
  }

  @Override
  public Optional<VoteRecord> vote(Digest statement) {
    return ledger.read(sql -> vote(sql, statement));
  }

  static Optional<VoteRecord> vote(Sql sql, Digest statement) throws SQLException {
    return sql.one(SqliteDecisions::vote, "SELECT * FROM vote WHERE statement = ?", statement);
  }

  @Override
  public List<VoteRecord> votes(String requestId, String deviceJkt) {
    return ledger.read(sql ->
        sql.list(
            SqliteDecisions::vote,
            "SELECT * FROM vote WHERE request_id = ? AND device_jkt = ? ORDER BY seq",
            requestId,
            deviceJkt));
  }

  private static VoteRecord vote(Row row) throws SQLException {
    return new VoteRecord(
        row.number("seq"),
        row.text("request_id"),
        row.digest("statement"),
        Decision.valueOf(row.text("decision").toUpperCase(Locale.ROOT)),
        row.text("approver"),
        row.text("device_jkt"),
        row.bytes("receipt"));
  }

  @Override
  public DecideOutcome decide(Vote vote, Issuer issuer) {
    return ledger.write(sql -> new Counting(sql, ledger.now(), vote, issuer).run());
  }
}
