package dev.countersign.gateway.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.gateway.Caller.DeviceCaller;
import dev.countersign.gateway.Outcome;
import dev.countersign.gateway.decision.DecisionOutcome.Accepted;
import dev.countersign.gateway.decision.DecisionOutcome.AlreadyAccepted;
import dev.countersign.gateway.fixture.GatewayFixture;
import dev.countersign.gateway.fixture.MemoryLog;
import dev.countersign.gateway.fixture.TestApprover;
import dev.countersign.gateway.fixture.TestApprover.Submitted;
import dev.countersign.gateway.fixture.TestRequester;
import dev.countersign.gateway.store.Attempt;
import dev.countersign.gateway.store.RequestState;
import dev.countersign.gateway.store.Standing;
import dev.countersign.gateway.store.WitnessedHead;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.decision.ApprovalProof;
import dev.countersign.proof.decision.Decision;
import dev.countersign.proof.decision.DecisionStatement;
import dev.countersign.proof.decision.Receipt;
import dev.countersign.proof.decision.SessionChallenge;
import dev.countersign.proof.request.VerifiedRequest;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecisionServiceTest {
  @TempDir Path folder;
  private GatewayFixture gateway;
  private TestRequester requester;
  private TestApprover alice;
  private VerifiedRequest request;

  @BeforeEach
  void begin() {
    gateway = GatewayFixture.in(folder);
    requester = gateway.requester("pipeline-1");
    alice = gateway.approver("alice");
    request = requester.request();
  }

  @AfterEach
  void end() {
    gateway.close();
  }

  @Test
  @DisplayName("a good proof is counted, answered with a receipt that verifies, and yields a grant")
  void approve() throws Exception {
    Submitted submitted = alice.sign(request, Decision.APPROVE);
    DecisionOutcome outcome = alice.submit(request, submitted);
    assertThat(outcome).isInstanceOf(Accepted.class);
    Digest c = challengeOf(submitted);
    Receipt receipt =
        Receipt.verify(
            ((Accepted) outcome).receipt().toArray(), gateway.identity.keys(), request.sha256(), c);
    assertThat(receipt.decision()).isEqualTo(Decision.APPROVE);
    assertThat(receipt.witnessedSize()).isEqualTo(alice.log.size());
    assertThat(requester.status(request).state()).isEqualTo(RequestState.APPROVED);
    assertThat(requester.status(request).grant()).isPresent();
  }

  @Test
  @DisplayName("S0.3 a proof presented twice is refused, and its device gets the first receipt")
  void replay() {
    Submitted submitted = alice.sign(request, Decision.APPROVE);
    Accepted first = (Accepted) alice.submit(request, submitted);
    assertThat(alice.submit(request, submitted)).isEqualTo(new AlreadyAccepted(first.receipt()));
    assertThat(gateway.attempts(Attempt.Kind.DECISION).getLast().attempt().outcome())
        .isEqualTo("already_decided");
  }

  @Test
  @DisplayName("S0.3 a replayed proof does not tell its receipt to another device")
  void replayByOther() {
    Submitted submitted = alice.sign(request, Decision.APPROVE);
    alice.submit(request, submitted);
    assertThat(code(gateway.approver("bob").submit(request, submitted)))
        .isEqualTo("already_decided");
  }

  @Test
  @DisplayName("S0.5 a revoked token is refused")
  void revokedToken() {
    Submitted submitted = alice.sign(request, Decision.APPROVE);
    gateway.store.directory().setStanding(alice.token(), Standing.REVOKED);
    assertRefused(submitted, "token_revoked");
  }

  @Test
  @DisplayName("S0.5 a revoked device is refused")
  void revokedDevice() {
    Submitted submitted = alice.sign(request, Decision.APPROVE);
    gateway.store.directory().setStanding(alice.device(), Standing.REVOKED);
    assertRefused(submitted, "device_revoked");
  }

  @Test
  @DisplayName("S0.5 a token that nobody enrolled is refused")
  void unknownToken() {
    TestApprover mallory = gateway.approver("mallory");
    SessionChallenge.Verified challenge = alice.challenge(request, Decision.APPROVE);
    Submitted good = alice.sign(request, Decision.APPROVE, challenge);
    ApprovalProof proof = parse(good);
    ApprovalProof swapped =
        ApprovalProof.seal(
            proof.statement().toArray(), alice.deviceKey, mallory.touch(challengeOf(good)));
    assertRefused(new Submitted(Bytes.of(swapped.wire()), good.logEvidence()), "unknown_token");
  }

  @Test
  @DisplayName("S0.8 a proof for one request is refused for another of the same approver")
  void otherRequest() {
    VerifiedRequest other = requester.request();
    Submitted submitted = alice.sign(request, Decision.APPROVE);
    assertThat(code(alice.submit(other, submitted))).isEqualTo("request_mismatch");
    assertThat(requester.status(other).state()).isEqualTo(RequestState.PENDING);
    assertThat(requester.status(request).state()).isEqualTo(RequestState.PENDING);
  }

  @Test
  @DisplayName("S1.4 an expired session challenge is refused")
  void expiredChallenge() {
    Submitted submitted = alice.sign(request, Decision.APPROVE);
    gateway.clock.advance(SessionChallenge.MAX_LIFE_SECONDS);
    assertRefused(submitted, "challenge_expired");
  }

  @Test
  @DisplayName("S1.4 a session challenge is refused after an approval used it")
  void usedChallenge() {
    SessionChallenge.Verified challenge = alice.challenge(request, Decision.APPROVE);
    alice.submit(request, alice.sign(request, Decision.APPROVE, challenge));
    Submitted deny = alice.sign(request, Decision.DENY, challenge);
    assertThat(code(alice.submit(request, deny))).isEqualTo("challenge_used");
  }

  @Test
  @DisplayName("S1.4 an older epoch is refused after the ledger was restored")
  void staleEpoch() {
    Submitted submitted = alice.sign(request, Decision.APPROVE);
    gateway.store.newEpoch();
    assertRefused(submitted, "wrong_epoch");
  }

  @Test
  @DisplayName("S1.5 accepted and refused attempts record all binding attributes")
  void attempts() {
    Submitted submitted = alice.sign(request, Decision.APPROVE);
    alice.submit(request, submitted);
    alice.submit(request, submitted);
    var attempts = gateway.attempts(Attempt.Kind.DECISION);
    assertThat(attempts).hasSize(2);
    for (var each : attempts) {
      assertThat(each.attempt().binding())
          .containsEntry("request_id", request.request().requestId())
          .containsEntry("request_sha256", request.sha256().toString())
          .containsEntry("session_id", requester.sessionId)
          .containsEntry("session_cnf", requester.caller.jkt())
          .containsEntry("approver", "alice")
          .containsEntry("device_jkt", alice.caller.jkt())
          .containsEntry("approver_session", alice.caller.approverSession())
          .containsEntry("challenge", challengeOf(submitted).toString())
          .containsKeys("epoch", "nonce", "challenge_sha256", "display_digest", "proof_sha256");
    }
    assertThat(attempts.getFirst().attempt().outcome()).isEqualTo(Attempt.ACCEPTED);
  }

  @Test
  @DisplayName("S1.5 an unreadable proof is recorded too")
  void unreadable() {
    DecisionOutcome outcome =
        alice.submit(request, new Submitted(Bytes.utf8("{}"), Bytes.utf8("{}")));
    assertThat(code(outcome)).isEqualTo("malformed_proof");
    assertThat(gateway.attempts(Attempt.Kind.DECISION).getLast().attempt().binding())
        .containsEntry("caller_jkt", alice.caller.jkt())
        .containsKey("proof_sha256");
  }

  @Test
  @DisplayName("S1.7 revoking the approver takes effect on a proof already signed")
  void revokedApprover() {
    Submitted submitted = alice.sign(request, Decision.APPROVE);
    gateway.store.directory().revokeApprover("alice");
    assertRefused(submitted, "approver_revoked");
  }

  @Test
  @DisplayName("S1.7 ending the requester's session takes effect on a proof already signed")
  void endedSession() {
    Submitted submitted = alice.sign(request, Decision.APPROVE);
    gateway.sessions.end(requester.caller, requester.sessionId);
    assertRefused(submitted, "revoked");
  }

  @Test
  @DisplayName("S2.6 a confirmation forwarded to another device or session is refused")
  void forwarded() {
    Submitted submitted = alice.sign(request, Decision.APPROVE);
    TestApprover bob = gateway.approver("bob");
    assertThat(code(bob.submit(request, submitted))).isEqualTo("challenge_mismatch");
    DeviceCaller otherSession =
        new DeviceCaller(alice.caller.jkt(), "alice", bob.caller.approverSession());
    DecisionOutcome outcome =
        gateway.decisions.decide(
            otherSession,
            request.request().requestId(),
            submitted.proof().toArray(),
            submitted.logEvidence().toArray());
    assertThat(code(outcome)).isEqualTo("challenge_mismatch");
  }

  @Test
  @DisplayName("S2.7 no challenge is issued for anything but the request on screen")
  void drift() {
    Outcome<Bytes> outcome =
        gateway.challenges.issue(
            alice.caller, request.request().requestId(), Digest.sha256(new byte[] {1}), "approve");
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.refusal().code()).isEqualTo("request_mismatch"));
  }

  @Test
  @DisplayName("S2.15 a proof is refused once its request has expired")
  void expired() {
    gateway.clock.advance(290);
    Submitted submitted = alice.sign(request, Decision.APPROVE);
    gateway.clock.advance(10);
    assertRefused(submitted, "expired", RequestState.EXPIRED);
  }

  @Test
  @DisplayName("a denial closes the request; nobody approves it afterwards")
  void deny() {
    TestApprover bob = gateway.approver("bob");
    Submitted approval = bob.sign(request, Decision.APPROVE);
    assertThat(alice.deny(request)).isInstanceOf(Accepted.class);
    assertThat(requester.status(request).state()).isEqualTo(RequestState.DENIED);
    assertThat(code(bob.submit(request, approval))).isEqualTo("already_decided");
  }

  @Test
  @DisplayName("a denial after the approval revokes the unredeemed grant")
  void lateDenial() {
    alice.approve(request);
    Bytes grant = requester.grant(request);
    assertThat(gateway.approver("bob").deny(request)).isInstanceOf(Accepted.class);
    assertThat(requester.status(request).state()).isEqualTo(RequestState.REVOKED);
    Outcome<Bytes> redeemed =
        gateway.grants.redeem(
            gateway.executor(), grant.toArray(), requester.order(grant, "red-1", 0));
    assertThat(redeemed)
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.refusal().code()).isEqualTo("revoked"));
  }

  @Test
  @DisplayName("S3.9 deny_and_revoke ends the requester's session and all it asked for")
  void denyAndRevoke() {
    VerifiedRequest other = requester.request();
    alice.submit(request, alice.sign(request, Decision.DENY_AND_REVOKE));
    assertThat(requester.status(other).state()).isEqualTo(RequestState.REVOKED);
    assertThat(gateway.store.sessions().session(requester.sessionId).orElseThrow().ended())
        .isTrue();
  }

  @Test
  @DisplayName("a counter that does not rise refuses and suspends the token")
  void counter() {
    alice.counterAt(7);
    assertThat(alice.approve(request)).isInstanceOf(Accepted.class);
    VerifiedRequest next = requester.request();
    alice.counterAt(7);
    assertThat(code(alice.approve(next))).isEqualTo("counter_not_rising");
    assertThat(gateway.store.directory().token(alice.credentialId).orElseThrow().standing())
        .isEqualTo(Standing.SUSPENDED);
    assertThat(requester.status(next).state()).isEqualTo(RequestState.PENDING);
    assertThat(code(alice.approve(next))).isEqualTo("token_suspended");
  }

  @Test
  @DisplayName("a forked log refuses and suspends the device, and keeps the witnessed head")
  void fork() {
    alice.approve(request);
    WitnessedHead before = gateway.store.witnesses().head(alice.caller.jkt()).orElseThrow();
    alice.log = new MemoryLog();
    alice.log.append(new byte[] {9});
    alice.log.append(new byte[] {8});
    VerifiedRequest next = requester.request();
    assertThat(code(alice.approve(next))).isEqualTo("log_fork");
    assertThat(gateway.store.witnesses().head(alice.caller.jkt())).contains(before);
    assertThat(gateway.store.directory().device(alice.caller.jkt()).orElseThrow().standing())
        .isEqualTo(Standing.SUSPENDED);
    Outcome<Bytes> challenge =
        gateway.challenges.issue(
            alice.caller, next.request().requestId(), next.sha256(), "approve");
    assertThat(challenge)
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.refusal().code()).isEqualTo("device_suspended"));
  }

  @Test
  @DisplayName("S1.1 a refusal after the device check keeps the larger witnessed head only")
  void headKept() {
    Submitted submitted = alice.sign(request, Decision.APPROVE);
    gateway.store.directory().setStanding(alice.token(), Standing.REVOKED);
    assertRefused(submitted, "token_revoked");
    assertThat(gateway.store.witnesses().head(alice.caller.jkt()).orElseThrow().size())
        .isEqualTo(alice.log.size());
  }

  @Test
  @DisplayName("an approver outside the request's groups is refused")
  void notEligible() {
    TestApprover carol = gateway.approver("carol", "plant-operations");
    assertThat(code(carol.approve(request))).isEqualTo("approver_not_eligible");
  }

  private void assertRefused(Submitted submitted, String code) {
    assertThat(code(alice.submit(request, submitted))).isEqualTo(code);
    assertThat(gateway.store.decisions().vote(challengeOf(submitted))).isEmpty();
    assertThat(gateway.attempts(Attempt.Kind.DECISION).getLast().attempt().outcome())
        .isEqualTo(code);
  }

  private void assertRefused(Submitted submitted, String code, RequestState state) {
    assertRefused(submitted, code);
    assertThat(requester.status(request).state()).isEqualTo(state);
  }

  private static String code(DecisionOutcome outcome) {
    return switch (outcome) {
      case DecisionOutcome.Refused(var refusal) -> refusal.code();
      default -> "not refused but " + outcome;
    };
  }

  private static ApprovalProof parse(Submitted submitted) {
    try {
      return ApprovalProof.parse(submitted.proof().toArray());
    } catch (dev.countersign.proof.RefusedException refused) {
      throw new AssertionError(refused);
    }
  }

  private static Digest challengeOf(Submitted submitted) {
    return DecisionStatement.challenge(parse(submitted).statement().toArray());
  }
}
