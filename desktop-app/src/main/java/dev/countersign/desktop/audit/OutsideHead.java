package dev.countersign.desktop.audit;

import dev.countersign.proof.RefusedException;
import dev.countersign.proof.decision.ApprovalProof;
import dev.countersign.proof.decision.DecisionStatement;
import dev.countersign.proof.decision.LogHead;
import dev.countersign.proof.log.Checkpoint;

/**
 * A tree head that was kept outside the log: whoever cut or replaced the file could not change it.
 *
 * @param checkpoint what the log must still contain
 * @param source where it comes from
 */
public record OutsideHead(Checkpoint checkpoint, Source source) {
  /** Where such a head comes from. */
  public enum Source {
    /** A checkpoint, best one that a witness cosigned. */
    CHECKPOINT,
    /** The signed statement inside an approval proof. */
    PROOF
  }

  /**
   * The head that the device signed inside an approval proof. Its signatures are the caller's to
   * check.
   *
   * @throws RefusedException when the proof has no such head
   */
  public static OutsideHead ofProof(ApprovalProof proof) throws RefusedException {
    LogHead head = DecisionStatement.parse(proof.statement().toArray()).log();
    return new OutsideHead(new Checkpoint(head.origin(), head.size(), head.root()), Source.PROOF);
  }
}
