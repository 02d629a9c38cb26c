package dev.countersign.proof.bench;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.crypto.Pae;
import dev.countersign.proof.decision.DecisionStatement;
import dev.countersign.proof.decision.WebAuthnEvidence;
import dev.countersign.proof.request.Envelope;
import dev.countersign.proof.request.PayloadType;
import dev.countersign.proof.testing.Edit;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.PeerCase;
import dev.countersign.proof.testing.Scenario;
import dev.countersign.proof.testing.TestKeys;
import dev.countersign.proof.verify.LiveState;
import dev.countersign.proof.verify.Submission;
import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * One valid decision: as it travels, and its signatures taken out for the raw checks. Each has a
 * request, statement and assertion of its own, so that nothing of one proof helps with the next.
 */
record PreparedProof(
    byte[] request,
    byte[] proof,
    Submission submission,
    LiveState state,
    Signed byGateway,
    Signed byDevice,
    Signed byToken,
    Signed byDeviceOverLog,
    PeerCase assertion) {

  /** What a key signed, and its signature. */
  record Signed(byte[] message, byte[] signature) {}

  /** The decision of a number. */
  static PreparedProof of(int number) {
    Scenario.Wire wire =
        Fixture.approval()
            .request(payload -> {
              String nonce = TestKeys.bytes32("nonce " + number).base64Url();
              String reason = "Rotating after incident %d: “credentials” may be in a core dump.";
              return Edit.set(
                  Edit.set(payload, "nonce", nonce),
                  "reason",
                  String.format(Locale.ROOT, reason, number));
            })
            .build();
    byte[] d = wire.proof().statement().toArray();
    WebAuthnEvidence evidence = (WebAuthnEvidence) wire.proof().evidence();
    Digest challenge = DecisionStatement.challenge(d);
    return new PreparedProof(
        wire.request().wire(),
        wire.proof().wire(),
        wire.submission(),
        wire.state(),
        signed(wire.request()),
        new Signed(DecisionStatement.deviceSigned(d), wire.proof().deviceSignature().toArray()),
        new Signed(signedByToken(evidence), evidence.signature().toArray()),
        signed(logEvidence(wire.logEvidence())),
        new PeerCase(challenge, Fixture.AUDIENCE, Fixture.TOKEN.cose(), evidence));
  }

  private static Envelope logEvidence(Bytes wire) {
    try {
      return Envelope.parse(wire.toArray(), PayloadType.LOG_EVIDENCE);
    } catch (RefusedException broken) {
      throw new IllegalStateException("the fixture's log evidence is malformed", broken);
    }
  }

  private static Signed signed(Envelope envelope) {
    byte[] message = Pae.encode(envelope.type().mediaType(), envelope.payload().toArray());
    return new Signed(message, envelope.signature().toArray());
  }

  private static byte[] signedByToken(WebAuthnEvidence evidence) {
    byte[] data = evidence.authenticatorData().toArray();
    return ByteBuffer.allocate(data.length + Digest.SIZE)
        .put(data)
        .put(Digest.sha256(evidence.clientDataJson().toArray()).toArray())
        .array();
  }
}
