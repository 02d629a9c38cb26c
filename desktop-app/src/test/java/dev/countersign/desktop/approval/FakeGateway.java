package dev.countersign.desktop.approval;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.crypto.Ed25519SigningKey;
import dev.countersign.proof.decision.ApprovalProof;
import dev.countersign.proof.decision.Decision;
import dev.countersign.proof.decision.DecisionStatement;
import dev.countersign.proof.decision.Receipt;
import dev.countersign.proof.log.NoteKeys;
import dev.countersign.proof.log.SignedCheckpoint;
import dev.countersign.proof.request.Envelope;
import dev.countersign.proof.request.PayloadType;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.Scenario;
import dev.countersign.proof.testing.TestKeys;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** A gateway in memory; it accepts everything, unless a test says otherwise. */
final class FakeGateway implements GatewayPort {
  static final String WITNESS = Fixture.ISSUER + "/witness";
  static final Ed25519SigningKey WITNESS_KEY = TestKeys.ed25519("witness");

  final List<Bytes> submitted = new ArrayList<>();
  final Deque<Supplier<GatewayAnswer<Bytes>>> submitScript = new ArrayDeque<>();
  Supplier<GatewayAnswer<Bytes>> challenge =
      () ->
          new GatewayAnswer.Given<>(
              Bytes.of(Scenario.sessionChallenge(Scenario.honest().sha256()).wire()));
  Semaphore challengeGate = new Semaphore(1_000);
  Optional<WitnessedHead> witnessed = Optional.empty();
  Optional<Bytes> firstReceipt = Optional.empty();

  @Override
  public GatewayAnswer<Bytes> challenge(String requestId, Digest requestSha256, Decision decision)
      throws InterruptedException {
    challengeGate.acquire();
    return challenge.get();
  }

  @Override
  public GatewayAnswer<Bytes> submit(String requestId, Bytes proof, Envelope logEvidence) {
    submitted.add(proof);
    return submitScript.isEmpty() ? accept(proof) : submitScript.pop().get();
  }

  /** The gateway's own part: counts once, then answers the first receipt. */
  GatewayAnswer<Bytes> accept(Bytes proof) {
    if (firstReceipt.isPresent()) {
      return new GatewayAnswer.Refused<>("already_decided", "c-1", firstReceipt);
    }
    firstReceipt = Optional.of(receipt(proof));
    return new GatewayAnswer.Given<>(firstReceipt.get());
  }

  static Bytes receipt(Bytes proof) {
    try {
      Bytes d = ApprovalProof.parse(proof.toArray()).statement();
      DecisionStatement statement = DecisionStatement.parse(d.toArray());
      Receipt receipt =
          new Receipt(
              Fixture.ISSUER,
              statement.requestSha256(),
              DecisionStatement.challenge(d.toArray()),
              1,
              statement.decision(),
              Receipt.Assurance.USER_VERIFIED,
              Fixture.DECIDED_AT,
              statement.log().size(),
              statement.log().root());
      return Bytes.of(
          Envelope.sign(PayloadType.RECEIPT, receipt.json(), Fixture.GATEWAY_KEY).wire());
    } catch (Exception bad) {
      throw new AssertionError(bad);
    }
  }

  @Override
  public GatewayAnswer<Optional<WitnessedHead>> witnessed() {
    return new GatewayAnswer.Given<>(witnessed);
  }

  @Override
  public GatewayAnswer<Bytes> witness(SignedCheckpoint head, Extension extension) {
    try {
      witnessed =
          Optional.of(new WitnessedHead(head.checkpoint().size(), head.checkpoint().root()));
      return new GatewayAnswer.Given<>(
          Bytes.of(
              head.cosign(
                      NoteKeys.witnessSigner(
                          WITNESS, WITNESS_KEY, () -> Instant.ofEpochSecond(Fixture.DECIDED_AT)))
                  .toBytes()));
    } catch (java.security.SignatureException bad) {
      throw new AssertionError(bad);
    }
  }
}
