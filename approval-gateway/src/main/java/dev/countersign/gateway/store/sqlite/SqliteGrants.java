package dev.countersign.gateway.store.sqlite;

import dev.countersign.gateway.store.FeedEvent;
import dev.countersign.gateway.store.GrantRecord;
import dev.countersign.gateway.store.GrantStore;
import dev.countersign.gateway.store.Redeem;
import dev.countersign.gateway.store.RedeemOutcome;
import dev.countersign.gateway.store.RequestRecord;
import dev.countersign.gateway.store.RequestState;
import dev.countersign.proof.Bytes;
import java.sql.SQLException;
import java.util.Optional;

/** Issued grants and their redemption. */
final class SqliteGrants implements GrantStore {
  private final Ledger ledger;

  SqliteGrants(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public Optional<GrantRecord> find(String grantId) {
    return ledger.read(sql -> find(sql, grantId));
  }

  private static Optional<GrantRecord> find(Sql sql, String grantId) throws SQLException {
    return sql.one(SqliteGrants::grant, "SELECT * FROM issued_grant WHERE id = ?", grantId);
  }

  @Override
  public Optional<GrantRecord> ofRequest(String requestId) {
    return ledger.read(sql ->
        sql.one(SqliteGrants::grant, "SELECT * FROM issued_grant WHERE request_id = ?", requestId));
  }

  private static GrantRecord grant(Row row) throws SQLException {
    return new GrantRecord(
        row.text("id"),
        row.text("request_id"),
        row.digest("sha256"),
        row.bytes("envelope"),
        row.text("executor"),
        Math.toIntExact(row.number("uses")),
        row.number("expires_at"),
        row.flag("revoked"));
  }

  @Override
  public boolean usable(String requestId) {
    return ledger.read(sql -> Endings.usable(sql, requestId, ledger.now()));
  }

  @Override
  public RedeemOutcome redeem(Redeem redeem, Answer answer) {
    return ledger.write(sql -> redeem(sql, redeem, answer));
  }

  private RedeemOutcome redeem(Sql sql, Redeem redeem, Answer answer) throws SQLException {
    // First of all: a lost answer is given again, whatever happened since.
    Optional<RedeemOutcome> earlier = earlier(sql, redeem);
    if (earlier.isPresent()) {
      return earlier.get();
    }
    Optional<GrantRecord> grant = find(sql, redeem.grantId());
    if (grant.isEmpty() || !grant.get().executor().equals(redeem.executor())) {
      return new RedeemOutcome.Unknown();
    }
    Optional<RedeemOutcome> refusal = refusal(sql, redeem, grant.get());
    return refusal.isPresent() ? refusal.get() : consume(sql, redeem, grant.get(), answer);
  }

  private static Optional<RedeemOutcome> earlier(Sql sql, Redeem redeem) throws SQLException {
    return sql.one(
        row ->
            row.text("executor").equals(redeem.executor())
                    && row.digest("content").equals(redeem.content())
                ? new RedeemOutcome.AlreadySame(row.bytes("answer"))
                : new RedeemOutcome.AlreadyOther(),
        "SELECT * FROM redemption WHERE id = ?",
        redeem.redemptionId());
  }

  private Optional<RedeemOutcome> refusal(Sql sql, Redeem redeem, GrantRecord grant)
      throws SQLException {
    RequestRecord request =
        SqliteRequests.find(sql, grant.requestId())
            .orElseThrow(() -> new SQLException("a grant without its request"));
    Bytes epoch = Epochs.current(sql);
    if (!epoch.equals(redeem.epoch()) || !epoch.equals(request.epoch())) {
      return Optional.of(new RedeemOutcome.StaleEpoch());
    }
    if (!SqliteSessions.session(sql, request.sessionId())
        .filter(session -> session.aliveAt(ledger.now()))
        .isPresent()) {
      return Optional.of(new RedeemOutcome.SessionEnded());
    }
    if (grant.revoked()
        || request.state() != RequestState.APPROVED
        || Chains.refusal(sql, request.id(), ledger.now()).isPresent()) {
      return Optional.of(new RedeemOutcome.Revoked());
    }
    if (redeem.index() < 0 || redeem.index() >= grant.uses()) {
      return Optional.of(new RedeemOutcome.IndexOutOfRange());
    }
    if (sql.exists(
        "SELECT 1 FROM redemption WHERE grant_id = ? AND detail = ?", grant.id(), redeem.index())) {
      return Optional.of(new RedeemOutcome.AlreadyOther());
    }
    return grant.expiresAt() <= ledger.now()
        ? Optional.of(new RedeemOutcome.Expired())
        : Optional.empty();
  }

  private RedeemOutcome consume(Sql sql, Redeem redeem, GrantRecord grant, Answer answer)
      throws SQLException {
    long now = ledger.now();
    Bytes signed = answer.at(now);
    sql.update(
        """
        INSERT INTO redemption (id, grant_id, detail, executor, content, answer, redeemed_at)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
        redeem.redemptionId(),
        grant.id(),
        redeem.index(),
        redeem.executor(),
        redeem.content(),
        signed,
        now);
    SqliteFeed.append(sql, FeedEvent.Kind.CHANGED, grant.requestId());
    SqliteAttempts.record(sql, redeem.attempt(), now);
    return new RedeemOutcome.Won(signed);
  }

  @Override
  public ReportOutcome report(
      String redemptionId, String executor, String outcome, Optional<String> note) {
    return ledger.write(sql -> {
      if (!sql.exists(
          "SELECT 1 FROM redemption WHERE id = ? AND executor = ?", redemptionId, executor)) {
        return ReportOutcome.UNKNOWN;
      }
      int reported =
          sql.update(
              """
              UPDATE redemption SET outcome = ?, note = ?, reported_at = ?
              WHERE id = ? AND outcome IS NULL
              """,
              outcome,
              note,
              ledger.now(),
              redemptionId);
      return reported == 1 ? ReportOutcome.REPORTED : ReportOutcome.ALREADY_REPORTED;
    });
  }

  @Override
  public boolean revoke(String requestId) {
    return ledger.write(sql -> Endings.grant(sql, requestId, ledger.now()));
  }
}
