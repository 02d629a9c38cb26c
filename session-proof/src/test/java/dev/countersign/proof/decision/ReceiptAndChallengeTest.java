package dev.countersign.proof.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.crypto.SigningKey;
import dev.countersign.proof.json.JsonBoolean;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.log.TreeHashing;
import dev.countersign.proof.request.Envelope;
import dev.countersign.proof.request.PayloadType;
import dev.countersign.proof.testing.Edit;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.Scenario;
import dev.countersign.proof.testing.TestKeys;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the gateway signs beside the request, and who may be believed. */
class ReceiptAndChallengeTest {
  private final Digest request = Scenario.honest().sha256();
  private final Digest challenge = Fixture.otherDigest();
  private final Receipt receipt =
      new Receipt(
          Fixture.ISSUER,
          request,
          challenge,
          17,
          Decision.APPROVE,
          Receipt.Assurance.USER_VERIFIED,
          Fixture.ISSUED_AT + 45,
          6,
          TreeHashing.emptyRoot());

  @Test
  @DisplayName("S2.5 a receipt is read as it was written")
  void receipt() throws Exception {
    assertThat(verify(receipt.json(), Fixture.GATEWAY_KEY)).isEqualTo(receipt);
  }

  @Test
  @DisplayName("a receipt of another key, issuer, request, proof or form is refused")
  void badReceipts() {
    JsonObject json = receipt.json();
    SigningKey stranger = TestKeys.ed25519("stranger");
    refused(RefusalCode.UNKNOWN_GATEWAY_KEY, () -> verify(json, stranger));
    refused(RefusalCode.WRONG_ISSUER, () -> verify(Edit.set(json, "iss", "other")));
    String other = TestKeys.bytes32("other").base64Url();
    refused(RefusalCode.REQUEST_MISMATCH, () -> verify(Edit.set(json, "request_sha256", other)));
    refused(RefusalCode.REQUEST_MISMATCH, () -> verify(Edit.set(json, "challenge", other)));
    refused(
        RefusalCode.GATEWAY_KEY_NOT_VALID,
        () -> verify(Edit.set(json, "verified_at", Fixture.ISSUED_AT - 1001)));
    refused(RefusalCode.UNSUPPORTED_VERSION, () -> verify(Edit.set(json, "v", 2)));
    for (JsonObject bad :
        List.of(
            Edit.set(json, "x", 1),
            Edit.set(json, "witnessed.x", 1),
            Edit.set(json, "assurance", "high"),
            Edit.set(json, "decision", "yes"),
            Edit.set(json, "seq", -1),
            Edit.remove(json, "witnessed.root"))) {
      refused(RefusalCode.MALFORMED_ENVELOPE, () -> verify(bad));
    }
  }

  @Test
  @DisplayName("S2.14 a receipt is no session challenge and a session challenge no receipt")
  void types() {
    byte[] asReceipt =
        Envelope.sign(PayloadType.RECEIPT, receipt.json(), Fixture.GATEWAY_KEY).wire();
    refused(
        RefusalCode.MALFORMED_ENVELOPE,
        () -> SessionChallenge.verify(asReceipt, Fixture.gatewayKeys()));
    refused(
        RefusalCode.MALFORMED_ENVELOPE,
        () ->
            Receipt.verify(
                Scenario.sessionChallenge(request).wire(),
                Fixture.gatewayKeys(),
                request,
                challenge));
  }

  @Test
  @DisplayName("S1.4 a session challenge is read with the digest that statements name")
  void sessionChallenge() throws Exception {
    Envelope envelope = Scenario.sessionChallenge(request);
    SessionChallenge.Verified verified =
        SessionChallenge.verify(envelope.wire(), Fixture.gatewayKeys());
    assertThat(verified.sha256()).isEqualTo(envelope.digest());
    assertThat(verified.challenge().json()).isEqualTo(envelope.json());
  }

  @Test
  @DisplayName("S1.4 a session challenge of another key, a long life or another form is refused")
  void badChallenges() throws Exception {
    JsonObject json = Scenario.sessionChallenge(request).json();
    refused(RefusalCode.UNKNOWN_GATEWAY_KEY, () -> challenge(json, TestKeys.ed25519("stranger")));
    for (JsonObject bad :
        List.of(
            Edit.set(json, "exp", Fixture.ISSUED_AT + 30 + 121),
            Edit.set(json, "exp", Fixture.ISSUED_AT + 30),
            Edit.set(json, "x", 1),
            Edit.set(json, "random", "AAAA"),
            Edit.remove(json, "approver_session"),
            Edit.set(json, "device_jkt", new JsonBoolean(true)))) {
      refused(RefusalCode.CHALLENGE_MISMATCH, () -> challenge(bad, Fixture.GATEWAY_KEY));
    }
    refused(
        RefusalCode.UNSUPPORTED_VERSION,
        () -> challenge(Edit.set(json, "v", 2), Fixture.GATEWAY_KEY));
  }

  @Test
  @DisplayName("a statement is read as it was written, whatever the order of its members")
  void statement() throws Exception {
    byte[] bytes = Fixture.approval().build().proof().statement().toArray();
    DecisionStatement statement = DecisionStatement.parse(bytes);
    assertThat(statement.bytes()).isEqualTo(bytes);
    assertThat(DecisionStatement.parse(statement.bytes())).isEqualTo(statement);
  }

  @Test
  @DisplayName("the challenge C is the digest of the DSSE encoding of the statement's exact bytes")
  void challengeC() throws Exception {
    byte[] pae = "DSSEv1 44 application/vnd.countersign.decision.v1+json 2 {}".getBytes("US-ASCII");
    assertThat(DecisionStatement.challenge("{}".getBytes("US-ASCII")).toArray())
        .isEqualTo(java.security.MessageDigest.getInstance("SHA-256").digest(pae));
  }

  @Test
  @DisplayName("a session challenge for another request cannot go into a statement")
  void otherChallenge() throws Exception {
    SessionChallenge.Verified other =
        SessionChallenge.verify(
            Scenario.sessionChallenge(Fixture.otherDigest()).wire(), Fixture.gatewayKeys());
    ReviewedRequest reviewed =
        ReviewedRequest.deny(
            dev.countersign.proof.presentation.Presentation.of(Scenario.honest()),
            false,
            java.util.Optional.empty(),
            new ReviewedRequest.Facts(false, 0, java.util.Optional.empty()));
    LogHead head = new LogHead("x", 1, TreeHashing.emptyRoot(), 0);
    assertThatThrownBy(() ->
            DecisionStatement.of(reviewed, other, head, new DecisionStatement.App("a", "1"), 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Receipt verify(JsonObject json) throws RefusedException {
    return verify(json, Fixture.GATEWAY_KEY);
  }

  private Receipt verify(JsonObject json, SigningKey signer) throws RefusedException {
    return Receipt.verify(
        Envelope.sign(PayloadType.RECEIPT, json, signer).wire(),
        Fixture.gatewayKeys(),
        request,
        challenge);
  }

  private static void challenge(JsonObject json, SigningKey signer) throws RefusedException {
    SessionChallenge.verify(
        Envelope.sign(PayloadType.SESSION_CHALLENGE, json, signer).wire(), Fixture.gatewayKeys());
  }

  private static void refused(RefusalCode code, ThrowingCallable call) {
    RefusedException refusal = catchThrowableOfType(RefusedException.class, call);
    assertThat(refusal).isNotNull();
    assertThat(refusal.code()).isEqualTo(code);
  }
}
