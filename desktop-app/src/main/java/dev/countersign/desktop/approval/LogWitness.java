package dev.countersign.desktop.approval;

import dev.countersign.desktop.approval.GatewayPort.WitnessedHead;
import dev.countersign.desktop.audit.CheckpointOutcome;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.log.Checkpoint;
import dev.countersign.proof.log.NoteCheck;
import dev.countersign.proof.log.Parse;
import dev.countersign.proof.log.SignedCheckpoint;
import dev.countersign.proof.log.TreeHash;
import java.security.SignatureException;
import java.util.List;
import java.util.Optional;

/**
 * Has the gateway witness the head of this device's audit log and keeps the cosigned checkpoint, so
 * that a later cut at the end of the log can be noticed ({@code docs/protocol.md}, witness).
 */
public final class LogWitness {
  private final DeskIdentity identity;
  private final GatewayPort gateway;
  private final AuditPort audit;

  public LogWitness(DeskIdentity identity, GatewayPort gateway, AuditPort audit) {
    this.identity = identity;
    this.gateway = gateway;
    this.audit = audit;
  }

  /**
   * Has the present head witnessed.
   *
   * @return what went wrong, in one sentence; empty when the cosigned checkpoint is stored
   */
  public Optional<String> witnessHead() throws InterruptedException {
    return switch (gateway.witnessed()) {
      case GatewayAnswer.Given<Optional<WitnessedHead>>(Optional<WitnessedHead> last) ->
          witness(last.map(WitnessedHead::size).orElse(0L));
      case GatewayAnswer.Refused<Optional<WitnessedHead>> refused ->
          Optional.of("The gateway does not witness this log (" + refused.code() + ").");
      case GatewayAnswer.NoAnswer<Optional<WitnessedHead>>(String reason) ->
          Optional.of("The audit log is not witnessed yet: " + reason + ".");
    };
  }

  private Optional<String> witness(long from) throws InterruptedException {
    Checkpoint head = audit.head();
    return switch (gateway.witness(signed(head), extension(from, head.size()))) {
      case GatewayAnswer.Given<Bytes>(Bytes note) -> keep(note, head);
      case GatewayAnswer.Refused<Bytes> refused ->
          Optional.of("The gateway did not witness the audit log (" + refused.code() + ").");
      case GatewayAnswer.NoAnswer<Bytes>(String reason) ->
          Optional.of("The audit log is not witnessed yet: " + reason + ".");
    };
  }

  /**
   * A head smaller than the witnessed one is presented all the same, with nothing to show: this log
   * was rolled back or copied, and the gateway must know so that it suspends this device.
   */
  private GatewayPort.Extension extension(long from, long size) {
    Optional<GatewayPort.FirstEntry> genesis =
        from == 0
            ? Optional.of(new GatewayPort.FirstEntry(audit.firstEntry(), audit.inclusion(0, size)))
            : Optional.empty();
    List<TreeHash> consistency = from > size ? List.of() : audit.consistency(from, size);
    return new GatewayPort.Extension(from, consistency, genesis);
  }

  private SignedCheckpoint signed(Checkpoint head) {
    try {
      return SignedCheckpoint.sign(head, identity.logSigner());
    } catch (SignatureException unusable) {
      throw new IllegalStateException("the device key cannot sign", unusable);
    }
  }

  private Optional<String> keep(Bytes note, Checkpoint head) {
    if (!(SignedCheckpoint.parse(note.toArray())
            instanceof Parse.Parsed<SignedCheckpoint>(SignedCheckpoint cosigned))
        || !cosigned.checkpoint().equals(head)
        || !(cosigned.check(List.of(identity.pins().witness())) instanceof NoteCheck.Signed)) {
      return Optional.of("The witness's signature on the audit log is not valid.");
    }
    return switch (audit.storeCheckpoint(cosigned)) {
      case CheckpointOutcome.Stored() -> Optional.empty();
      case CheckpointOutcome.Contradicts(String sentence) -> Optional.of(sentence);
      case CheckpointOutcome.NotStored(var fault) -> Optional.of(fault.sentence());
    };
  }
}
