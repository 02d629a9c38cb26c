package dev.countersign.desktop.approval;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.SigningKey;
import dev.countersign.proof.decision.SessionChallenge;
import dev.countersign.proof.request.Envelope;
import dev.countersign.proof.request.PayloadType;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.Scenario;
import dev.countersign.proof.testing.TestKeys;

/** Session challenges that no desk may use. */
final class Challenges {
  private Challenges() {}

  static Bytes forApprover(String approver) {
    return signed(approver, Fixture.DEVICE_JKT, Fixture.GATEWAY_KEY);
  }

  static Bytes forDevice(String jkt) {
    return signed(Fixture.APPROVER, jkt, Fixture.GATEWAY_KEY);
  }

  static Bytes byStranger() {
    return signed(Fixture.APPROVER, Fixture.DEVICE_JKT, TestKeys.ed25519("stranger"));
  }

  private static Bytes signed(String approver, String jkt, SigningKey key) {
    SessionChallenge challenge =
        new SessionChallenge(
            Scenario.honest().sha256(),
            approver,
            jkt,
            Fixture.APPROVER_SESSION,
            Fixture.ISSUED_AT + 30,
            Fixture.ISSUED_AT + 90,
            TestKeys.bytes32("session challenge"));
    return Bytes.of(Envelope.sign(PayloadType.SESSION_CHALLENGE, challenge.json(), key).wire());
  }
}
