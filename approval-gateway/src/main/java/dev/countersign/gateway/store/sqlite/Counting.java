package dev.countersign.gateway.store.sqlite;

import dev.countersign.gateway.store.Approver;
import dev.countersign.gateway.store.ChallengeRecord;
import dev.countersign.gateway.store.DecideOutcome;
import dev.countersign.gateway.store.DecisionStore.Issuer;
import dev.countersign.gateway.store.Device;
import dev.countersign.gateway.store.FeedEvent;
import dev.countersign.gateway.store.GrantRecord;
import dev.countersign.gateway.store.RequestRecord;
import dev.countersign.gateway.store.RequestState;
import dev.countersign.gateway.store.SessionRecord;
import dev.countersign.gateway.store.Standing;
import dev.countersign.gateway.store.Token;
import dev.countersign.gateway.store.Vote;
import dev.countersign.gateway.store.VoteRecord;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.decision.Decision;
import dev.countersign.proof.verify.CounterPolicy;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Optional;

/**
 * Step 15 of verification, inside one transaction: everything that can change is read again, then
 * the vote is counted. A refusal changes nothing, except that a counter which does not rise
 * suspends its token.
 */
final class Counting {
  private final Sql sql;
  private final long now;
  private final Vote vote;
  private final Issuer issuer;

  Counting(Sql sql, long now, Vote vote, Issuer issuer) {
    this.sql = sql;
    this.now = now;
    this.vote = vote;
    this.issuer = issuer;
  }

  DecideOutcome run() throws SQLException {
    Optional<VoteRecord> same = SqliteDecisions.vote(sql, vote.statement());
    if (same.isPresent()) {
      return new DecideOutcome.AlreadySame(same.get());
    }
    Optional<RequestRecord> found = SqliteRequests.find(sql, vote.requestId());
    if (found.isEmpty() || !found.get().sha256().equals(vote.requestSha256())) {
      return new DecideOutcome.Unknown();
    }
    RequestRecord request = found.get();
    Optional<DecideOutcome> closed = requestRefusal(request);
    if (closed.isPresent()) {
      return closed.get();
    }
    Optional<RefusalCode> stale = contextRefusal(request);
    if (stale.isPresent()) {
      return new DecideOutcome.NoLongerValid(stale.get());
    }
    return count(request);
  }

  private Optional<DecideOutcome> requestRefusal(RequestRecord request) throws SQLException {
    Bytes epoch = Epochs.current(sql);
    if (!epoch.equals(vote.epoch()) || !epoch.equals(request.epoch())) {
      return Optional.of(new DecideOutcome.StaleEpoch());
    }
    if (request.state() == RequestState.REVOKED) {
      return Optional.of(new DecideOutcome.Revoked());
    }
    if (request.state() == RequestState.EXPIRED || request.expiresAt() <= now) {
      return Optional.of(new DecideOutcome.Expired());
    }
    boolean stillOpen =
        request.state() == RequestState.PENDING
            || (!vote.decision().isApproval() && Endings.usable(sql, request.id(), now));
    return stillOpen
        ? Optional.empty()
        : Optional.of(new DecideOutcome.AlreadyOther(request.state()));
  }

  private Optional<RefusalCode> contextRefusal(RequestRecord request) throws SQLException {
    Optional<SessionRecord> session = SqliteSessions.session(sql, request.sessionId());
    if (!session.filter(live -> live.aliveAt(now)).isPresent()) {
      return Optional.of(RefusalCode.SESSION_ENDED);
    }
    if (vote.decision().isApproval()) {
      Optional<RefusalCode> chain = Chains.refusal(sql, request.id(), now);
      if (chain.isPresent()) {
        return chain;
      }
    }
    Optional<RefusalCode> challenge = challengeRefusal();
    if (challenge.isPresent()) {
      return challenge;
    }
    Optional<RefusalCode> approver = approverRefusal();
    return approver.isPresent() ? approver : tokenRefusal();
  }

  private Optional<RefusalCode> challengeRefusal() throws SQLException {
    Optional<ChallengeRecord> found = SqliteDecisions.challenge(sql, vote.challengeSha256());
    if (found.isEmpty()) {
      return Optional.of(RefusalCode.UNKNOWN_CHALLENGE);
    }
    ChallengeRecord challenge = found.get();
    if (challenge.used()) {
      return Optional.of(RefusalCode.CHALLENGE_USED);
    }
    if (challenge.expiresAt() <= now) {
      return Optional.of(RefusalCode.CHALLENGE_EXPIRED);
    }
    boolean issuedForThis =
        challenge.requestSha256().equals(vote.requestSha256())
            && challenge.approver().equals(vote.approver())
            && challenge.deviceJkt().equals(vote.deviceJkt())
            && challenge.approverSession().equals(vote.approverSession());
    return issuedForThis ? Optional.empty() : Optional.of(RefusalCode.CHALLENGE_MISMATCH);
  }

  private Optional<RefusalCode> approverRefusal() throws SQLException {
    Optional<Device> device = SqliteDirectory.device(sql, vote.deviceJkt());
    if (!device.filter(d -> d.approver().equals(vote.approver())).isPresent()) {
      return Optional.of(RefusalCode.UNKNOWN_DEVICE);
    }
    if (device.get().standing() != Standing.ACTIVE) {
      return Optional.of(
          device.get().standing() == Standing.REVOKED
              ? RefusalCode.DEVICE_REVOKED
              : RefusalCode.DEVICE_SUSPENDED);
    }
    Optional<Approver> approver = SqliteDirectory.approver(sql, vote.approver());
    if (!approver.filter(a -> !a.revoked()).isPresent()) {
      return Optional.of(RefusalCode.APPROVER_REVOKED);
    }
    if (Collections.disjoint(approver.get().groups(), vote.groups())) {
      return Optional.of(RefusalCode.APPROVER_NOT_ELIGIBLE);
    }
    boolean sessionAlive =
        SqliteSessions.approverSession(sql, vote.approverSession())
            .filter(live -> live.aliveAt(now) && live.deviceJkt().equals(vote.deviceJkt()))
            .isPresent();
    return sessionAlive ? Optional.empty() : Optional.of(RefusalCode.CHALLENGE_MISMATCH);
  }

  private Optional<RefusalCode> tokenRefusal() throws SQLException {
    Optional<Token> found = SqliteDirectory.token(sql, vote.credentialId());
    if (!found.filter(t -> t.approver().equals(vote.approver())).isPresent()) {
      return Optional.of(RefusalCode.UNKNOWN_TOKEN);
    }
    Token token = found.get();
    if (token.standing() != Standing.ACTIVE) {
      return Optional.of(
          token.standing() == Standing.REVOKED
              ? RefusalCode.TOKEN_REVOKED
              : RefusalCode.TOKEN_SUSPENDED);
    }
    if (!CounterPolicy.RISING.accepts(token.signCount(), vote.signCount())) {
      SqliteDirectory.setStanding(sql, token.credentialId(), Standing.SUSPENDED);
      return Optional.of(RefusalCode.COUNTER_NOT_RISING);
    }
    return Optional.empty();
  }

  private DecideOutcome count(RequestRecord request) throws SQLException {
    sql.update("UPDATE challenge SET used = 1 WHERE sha256 = ?", vote.challengeSha256());
    sql.update(
        "UPDATE token SET sign_count = ? WHERE credential_id = ?",
        vote.signCount(),
        vote.credentialId());
    long seq = sql.number("SELECT coalesce(max(seq), 0) + 1 AS n FROM vote");
    Bytes receipt = issuer.receipt(seq, now);
    sql.update(
        "INSERT INTO vote VALUES (?, ?, ?, ?, ?, ?, ?)",
        seq,
        request.id(),
        vote.statement(),
        vote.decision().wire(),
        vote.approver(),
        vote.deviceJkt(),
        receipt);
    close(request);
    SqliteAttempts.record(sql, vote.attempt(), now);
    return new DecideOutcome.Won(receipt);
  }

  private void close(RequestRecord request) throws SQLException {
    FeedEvent.Kind consumed = FeedEvent.Kind.CONSUMED;
    if (vote.decision().isApproval()) {
      Endings.pendingRequest(sql, request.id(), RequestState.APPROVED, consumed, now);
      insert(issuer.grant(now));
      return;
    }
    if (!Endings.pendingRequest(sql, request.id(), RequestState.DENIED, consumed, now)) {
      Endings.grant(sql, request.id(), now);
    }
    if (vote.decision() == Decision.DENY_AND_REVOKE) {
      Endings.session(sql, request.sessionId(), now);
    }
  }

  private void insert(GrantRecord grant) throws SQLException {
    sql.update(
        "INSERT INTO issued_grant VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        grant.id(),
        grant.requestId(),
        grant.sha256(),
        grant.envelope(),
        grant.executor(),
        grant.uses(),
        grant.expiresAt(),
        grant.revoked());
  }
}
