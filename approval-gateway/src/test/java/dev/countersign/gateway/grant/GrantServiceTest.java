package dev.countersign.gateway.grant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.gateway.Caller.ExecutorCaller;
import dev.countersign.gateway.Outcome;
import dev.countersign.gateway.fixture.GatewayFixture;
import dev.countersign.gateway.fixture.TestApprover;
import dev.countersign.gateway.fixture.TestRequester;
import dev.countersign.gateway.store.Attempt;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.request.Envelope;
import dev.countersign.proof.request.PayloadType;
import dev.countersign.proof.request.VerifiedRequest;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrantServiceTest {
  @TempDir Path folder;
  private GatewayFixture gateway;
  private TestRequester requester;
  private VerifiedRequest request;
  private Bytes grant;

  @BeforeEach
  void begin() {
    gateway = GatewayFixture.in(folder);
    requester = gateway.requester("pipeline-1");
    TestApprover alice = gateway.approver("alice");
    request = requester.request("deploy.release", "deploy.release");
    alice.approve(request);
    grant = requester.grant(request);
  }

  @AfterEach
  void end() {
    gateway.close();
  }

  @Test
  @DisplayName("a redemption is signed, echoes the nonce and carries the signed request")
  void redeem() throws Exception {
    Bytes answer = TestRequester.done(redeem("red-1", 0));
    Envelope envelope = Envelope.parse(answer.toArray(), PayloadType.REDEMPTION);
    envelope.requireSignedBy(
        gateway.identity.signingKey().publicKey(), RefusalCode.MALFORMED_ENVELOPE);
    Redemption redemption = Redemption.read(envelope.json());
    assertThat(redemption.executorNonce()).isEqualTo(Bytes.of(new byte[32]));
    assertThat(requester.verified(redemption.request()).sha256()).isEqualTo(request.sha256());
    assertThat(redemption.executeWithinMillis()).isEqualTo(10_000);
    assertThat(redemption.correlationId()).isEqualTo(TestRequester.grant(grant).correlationId());
  }

  @Test
  @DisplayName("the same redemption id gets the same bytes, also after the grant has expired")
  void retry() {
    byte[] order = requester.order(grant, "red-1", 0);
    Outcome<Bytes> first = redeem(order);
    gateway.clock.advance(120);
    assertThat(redeem(order)).isEqualTo(first);
  }

  @Test
  @DisplayName("the same redemption id with another content is refused")
  void sameIdOtherContent() {
    redeem("red-1", 0);
    assertThat(code(redeem("red-1", 1))).isEqualTo("already_redeemed");
  }

  @Test
  @DisplayName("each detail is redeemed once, and a second redemption is refused")
  void oncePerDetail() {
    assertThat(redeem("red-1", 0)).isInstanceOf(Outcome.Done.class);
    assertThat(redeem("red-2", 1)).isInstanceOf(Outcome.Done.class);
    assertThat(code(redeem("red-3", 0))).isEqualTo("already_redeemed");
  }

  @Test
  @DisplayName("a detail that the request does not have is refused")
  void outOfRange() {
    assertThat(code(redeem("red-1", 2))).isEqualTo("index_out_of_range");
    assertThat(code(redeem("red-1", Long.MAX_VALUE >> 11))).isEqualTo("index_out_of_range");
  }

  @Test
  @DisplayName("S1.12 a grant is refused 60 s after it was issued")
  void expired() {
    gateway.clock.advance(59);
    assertThat(redeem("red-1", 0)).isInstanceOf(Outcome.Done.class);
    gateway.clock.advance(1);
    assertThat(code(redeem("red-2", 1))).isEqualTo("grant_expired");
  }

  @Test
  @DisplayName("S1.12 another executor than the grant's is refused")
  void wrongExecutor() {
    Outcome<Bytes> outcome =
        gateway.grants.redeem(
            new ExecutorCaller("other", "jkt"),
            grant.toArray(),
            requester.order(grant, "red-1", 0));
    assertThat(code(outcome)).isEqualTo("wrong_executor");
  }

  @Test
  @DisplayName("S3.6 an order signed by another key than the session's is refused")
  void otherKey() {
    TestRequester other = gateway.requester("pipeline-2");
    assertThat(code(redeem(other.order(grant, "red-1", 0)))).isEqualTo("bad_redeem_signature");
  }

  @Test
  @DisplayName("an order for another request is refused")
  void otherRequest() {
    Grant read = TestRequester.grant(grant);
    RedeemOrder order =
        new RedeemOrder(
            read.grantId(),
            "red-1",
            read.executor(),
            Bytes.of(new byte[32]),
            0,
            Digest.sha256(new byte[] {1}));
    assertThat(code(redeem(requester.sign(order)))).isEqualTo("request_mismatch");
  }

  @Test
  @DisplayName("a grant that this gateway did not sign is refused")
  void forged() throws Exception {
    Bytes forged =
        Bytes.of(
            Envelope.sign(
                    PayloadType.GRANT,
                    Envelope.parse(grant.toArray(), PayloadType.GRANT).json(),
                    requester.key)
                .wire());
    Outcome<Bytes> outcome =
        gateway.grants.redeem(
            gateway.executor(), forged.toArray(), requester.order(grant, "red-1", 0));
    assertThat(code(outcome)).isEqualTo("unknown_grant");
  }

  @Test
  @DisplayName("S3.4 the end of a session voids its unused grants")
  void sessionEnded() {
    gateway.sessions.end(requester.caller, requester.sessionId);
    assertThat(code(redeem("red-1", 0))).isEqualTo("session_ended");
  }

  @Test
  @DisplayName("S1.7 a revoked grant is refused at once")
  void revoked() {
    assertThat(gateway.store.grants().revoke(request.request().requestId())).isTrue();
    assertThat(code(redeem("red-1", 0))).isEqualTo("revoked");
  }

  @Test
  @DisplayName("a grant of an older epoch is refused")
  void staleEpoch() {
    gateway.store.newEpoch();
    assertThat(code(redeem("red-1", 0))).isEqualTo("wrong_epoch");
  }

  @Test
  @DisplayName("S1.5 accepted and refused redemptions record what bound them")
  void attempts() {
    byte[] order = requester.order(grant, "red-1", 0);
    redeem(order);
    redeem(order);
    redeem("red-2", 0);
    assertThat(gateway.attempts(Attempt.Kind.REDEMPTION))
        .extracting(each -> each.attempt().outcome())
        .containsExactly("accepted", "repeated", "already_redeemed");
    assertThat(gateway.attempts(Attempt.Kind.REDEMPTION).getLast().attempt().binding())
        .containsEntry("request_sha256", request.sha256().toString())
        .containsEntry("session_cnf", requester.caller.jkt())
        .containsEntry("redemption_id", "red-2")
        .containsKeys("grant_id", "executor", "executor_nonce", "correlation_id");
  }

  @Test
  @DisplayName("an outcome is reported once, and only by the executor that redeemed")
  void report() {
    redeem("red-1", 0);
    assertThat(report("other", "red-1")).isInstanceOf(Outcome.NotFound.class);
    assertThat(report(GatewayFixture.EXECUTOR, "red-2")).isInstanceOf(Outcome.NotFound.class);
    assertThat(report(GatewayFixture.EXECUTOR, "red-1")).isInstanceOf(Outcome.Done.class);
    assertThat(code(report(GatewayFixture.EXECUTOR, "red-1")))
        .isEqualTo("outcome_already_reported");
  }

  private Outcome<?> report(String executor, String redemptionId) {
    return gateway.grants.report(
        new ExecutorCaller(executor, "jkt"),
        redemptionId,
        ExecutionResult.EXECUTED,
        Optional.empty());
  }

  private Outcome<Bytes> redeem(String redemptionId, long index) {
    return redeem(requester.order(grant, redemptionId, index));
  }

  private Outcome<Bytes> redeem(byte[] order) {
    return gateway.grants.redeem(gateway.executor(), grant.toArray(), order);
  }

  private static String code(Outcome<?> outcome) {
    return switch (outcome) {
      case Outcome.Refused<?>(var refusal) -> refusal.code();
      default -> "not refused but " + outcome;
    };
  }
}
