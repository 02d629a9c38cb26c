package dev.countersign.desktop.approval;

import dev.countersign.desktop.approval.GatewayPort.WitnessedHead;
import dev.countersign.desktop.audit.AppendOutcome;
import dev.countersign.desktop.audit.AuditUnreadableException;
import dev.countersign.desktop.audit.DecisionOutcome;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.decision.ApprovalProof;
import dev.countersign.proof.decision.DecisionStatement;
import dev.countersign.proof.decision.LogEvidence;
import dev.countersign.proof.decision.Receipt;
import dev.countersign.proof.request.Envelope;
import dev.countersign.proof.request.PayloadType;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Brings one proof to the gateway and its fate into the audit log. The same proof may be sent any
 * number of times: the gateway counts it once and answers the first receipt from then on. As long
 * as no answer about the proof itself comes, its fate stays open and it stays kept.
 */
final class Delivery {
  private final JourneyPorts ports;
  private final LogWitness witness;

  Delivery(JourneyPorts ports) {
    this.ports = ports;
    this.witness = new LogWitness(ports.identity(), ports.gateway(), ports.audit());
  }

  /** Sends until an answer comes or patience ends; gives a final state. */
  JourneyState deliver(PendingProof proof, Duration patience) {
    try {
      return settle(proof, answer(proof, patience), true);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      return new JourneyState.Failed(words(proof).unknown());
    } catch (RefusedException | IOException damaged) {
      throw new IllegalStateException("a kept proof cannot be read or kept", damaged);
    }
  }

  private GatewayAnswer<Bytes> answer(PendingProof proof, Duration patience)
      throws InterruptedException, RefusedException {
    Envelope evidence = Envelope.parse(proof.logEvidence().toArray(), PayloadType.LOG_EVIDENCE);
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      GatewayAnswer<Bytes> answer =
          ports.gateway().submit(proof.requestId(), proof.proof(), evidence);
      if (!(answer instanceof GatewayAnswer.NoAnswer) || System.nanoTime() >= end) {
        return answer;
      }
      Thread.sleep(ports.timing().pause());
    }
  }

  private JourneyState settle(PendingProof proof, GatewayAnswer<Bytes> answer, boolean mayRebuild)
      throws InterruptedException, RefusedException, IOException {
    return switch (answer) {
      case GatewayAnswer.Given<Bytes>(Bytes receipt) -> accepted(proof, receipt);
      case GatewayAnswer.Refused<Bytes> first when ours(proof, first) ->
          accepted(proof, first.receipt().orElseThrow());
      case GatewayAnswer.Refused<Bytes> old
          when old.code().equals("log_witness_outdated") && mayRebuild -> {
        PendingProof rebuilt = rebuilt(proof);
        yield settle(rebuilt, answer(rebuilt, ports.timing().delivery()), false);
      }
      case GatewayAnswer.Refused<Bytes> refused -> refused(proof, refused);
      case GatewayAnswer.NoAnswer<Bytes> none -> new JourneyState.Failed(words(proof).unknown());
    };
  }

  private boolean ours(PendingProof proof, GatewayAnswer.Refused<Bytes> refused) {
    return refused.receipt().flatMap(receipt -> verified(proof, receipt)).isPresent();
  }

  private Optional<Receipt> verified(PendingProof proof, Bytes receipt) {
    try {
      return Optional.of(
              Receipt.verify(
                  receipt.toArray(),
                  ports.identity().pins().gatewayKeys(),
                  proof.requestSha256(),
                  proof.challenge()))
          .filter(checked -> checked.decision() == proof.decision());
    } catch (RefusedException notForThisProof) {
      return Optional.empty();
    }
  }

  private JourneyState accepted(PendingProof proof, Bytes wire) {
    Optional<Receipt> receipt = verified(proof, wire);
    if (receipt.isEmpty()) {
      // Whether it counts is open, so the proof stays kept and is asked about again.
      return new JourneyState.Failed(words(proof).badReceipt());
    }
    Optional<String> warning = record(proof, new DecisionOutcome.Accepted(proof.proof(), wire));
    return new JourneyState.Done(receipt.get(), warning.isPresent() ? warning : seal());
  }

  private JourneyState refused(PendingProof proof, GatewayAnswer.Refused<Bytes> refused) {
    record(proof, new DecisionOutcome.Refused(refused.code(), proof.proof()));
    seal();
    return new JourneyState.Failed(words(proof).refused(refused.code(), refused.correlationId()));
  }

  /** Has the log witnessed. What goes wrong here no longer changes the fate, which is recorded. */
  private Optional<String> seal() {
    try {
      return witness.witnessHead();
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      return Optional.of("The audit log is not witnessed yet: the desk is closing.");
    } catch (AuditUnreadableException unreadable) {
      return Optional.of("The audit log is not witnessed yet: " + unreadable.fault().sentence());
    }
  }

  /** Makes the fate durable, and only then forgets the proof. */
  private Optional<String> record(PendingProof proof, DecisionOutcome outcome) {
    AppendOutcome appended =
        ports
            .audit()
            .appendOutcome(
                proof.intentIndex(),
                proof.requestSha256().value(),
                outcome,
                Optional.of(proof.request()));
    if (appended instanceof AppendOutcome.NotRecorded(var fault)) {
      return Optional.of("The outcome is not in the audit log yet: " + fault.sentence());
    }
    try {
      ports.proofs().forget();
      return Optional.empty();
    } catch (IOException kept) {
      return Optional.of("The sent proof could not be removed from this device.");
    }
  }

  /** The same proof with evidence from the head that the gateway remembers now. */
  private PendingProof rebuilt(PendingProof proof)
      throws InterruptedException, RefusedException, IOException {
    if (!(ports.gateway().witnessed()
        instanceof GatewayAnswer.Given<Optional<WitnessedHead>>(Optional<WitnessedHead> head))) {
      return proof;
    }
    Envelope old = Envelope.parse(proof.logEvidence().toArray(), PayloadType.LOG_EVIDENCE);
    DecisionStatement statement =
        DecisionStatement.parse(ApprovalProof.parse(proof.proof().toArray()).statement().toArray());
    long witnessed = head.map(WitnessedHead::size).orElse(0L);
    Envelope evidence =
        new SignedLogEvidence(ports.identity(), ports.audit())
            .of(proof.challenge(), statement.log(), LogEvidence.read(old).leaf(), witnessed);
    PendingProof rebuilt = proof.withLogEvidence(Bytes.of(evidence.wire()));
    ports.proofs().keep(rebuilt);
    return rebuilt;
  }

  private static Words words(PendingProof proof) {
    return new Words(proof.decision());
  }
}
