package dev.countersign.proof.verify;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.decision.DecisionStatement;
import dev.countersign.proof.decision.IntentLeaf;
import dev.countersign.proof.decision.LogEvidence;
import dev.countersign.proof.decision.LogHead;
import dev.countersign.proof.log.ConsistencyProof;
import dev.countersign.proof.log.InclusionProof;
import dev.countersign.proof.log.TreeHashing;
import dev.countersign.proof.log.TreeVerifier;
import dev.countersign.proof.request.Envelope;
import dev.countersign.proof.request.PayloadType;
import dev.countersign.proof.verify.Enrolments.StoredDevice;
import dev.countersign.proof.verify.LiveState.WitnessedHead;
import java.util.Optional;

/** Step 13: the device's audit log holds the intent and extends what was witnessed. */
final class LogCheck {
  private LogCheck() {}

  /**
   * Checks the evidence.
   *
   * @param device step 8: only a proven device may speak of its log
   * @return the head to keep: the larger of the statement's and the witnessed one
   */
  static WitnessedHead verify(
      Step8Device<Step7Challenge> device, Bytes envelopeWire, LiveState state)
      throws RefusedException {
    Step1Form proof = device.before().form();
    Optional<WitnessedHead> witnessed = state.witnessedHead(proof.statement().deviceJkt());
    LogEvidence evidence = signedEvidence(envelopeWire, device.device());
    if (!evidence.challenge().equals(proof.challenge())) {
      throw new RefusedException(
          RefusalCode.LOG_INTENT_MISMATCH, "the log evidence belongs to another proof");
    }
    requireIntent(evidence, proof.statement());
    requireIncluded(evidence, proof.statement().log());
    LogHead head = proof.statement().log();
    WitnessedHead shown = new WitnessedHead(head.size(), head.root());
    if (witnessed.isEmpty()) {
      requireWitnessedSize(evidence, 0);
      return shown;
    }
    requireWitnessedSize(evidence, witnessed.get().size());
    return requireConsistent(evidence, shown, witnessed.get());
  }

  private static LogEvidence signedEvidence(Bytes wire, StoredDevice device)
      throws RefusedException {
    Envelope envelope;
    try {
      envelope = Envelope.parse(wire.toArray(), PayloadType.LOG_EVIDENCE);
    } catch (RefusedException malformed) {
      throw malformed.as(RefusalCode.MALFORMED_LOG_EVIDENCE);
    }
    envelope.requireSignedBy(device.key(), RefusalCode.BAD_LOG_EVIDENCE_SIGNATURE);
    return LogEvidence.read(envelope);
  }

  private static void requireIntent(LogEvidence evidence, DecisionStatement statement)
      throws RefusedException {
    IntentLeaf intent = IntentLeaf.parse(evidence.leaf().toArray());
    boolean agrees =
        intent.requestSha256().equals(statement.requestSha256())
            && intent.displayDigest().equals(statement.displayDigest())
            && intent.decision() == statement.decision()
            && intent.approver().equals(statement.approver())
            && intent.deviceJkt().equals(statement.deviceJkt())
            && intent.challengeSha256().equals(statement.challengeSha256());
    if (!agrees) {
      throw new RefusedException(
          RefusalCode.LOG_INTENT_MISMATCH, "the recorded intent is not that of this statement");
    }
  }

  private static void requireIncluded(LogEvidence evidence, LogHead head) throws RefusedException {
    InclusionProof path;
    try {
      path = new InclusionProof(head.intentIndex(), head.size(), evidence.inclusion());
    } catch (IllegalArgumentException impossible) {
      throw new RefusedException(
          RefusalCode.LOG_NOT_INCLUDED, "the inclusion path fits no tree", impossible);
    }
    boolean included =
        TreeVerifier.inclusion(path, TreeHashing.leaf(evidence.leaf().toArray()), head.root())
            .holds();
    if (!included) {
      throw new RefusedException(
          RefusalCode.LOG_NOT_INCLUDED, "the intent is not in the log whose head was signed");
    }
  }

  private static void requireWitnessedSize(LogEvidence evidence, long size)
      throws RefusedException {
    if (evidence.witnessedSize() != size) {
      throw new RefusedException(
          RefusalCode.LOG_WITNESS_OUTDATED,
          "the witnessed size is " + size + ", the evidence was made for another");
    }
  }

  private static WitnessedHead requireConsistent(
      LogEvidence evidence, WitnessedHead shown, WitnessedHead witnessed) throws RefusedException {
    boolean grown = shown.size() >= witnessed.size();
    WitnessedHead smaller = grown ? witnessed : shown;
    WitnessedHead larger = grown ? shown : witnessed;
    boolean consistent;
    try {
      ConsistencyProof path =
          new ConsistencyProof(smaller.size(), larger.size(), evidence.consistency());
      consistent = TreeVerifier.consistency(path, smaller.root(), larger.root()).holds();
    } catch (IllegalArgumentException impossible) {
      consistent = false;
    }
    if (!consistent) {
      throw new RefusedException(
          RefusalCode.LOG_FORK, "the device's log is not the one that was witnessed");
    }
    return larger;
  }
}
