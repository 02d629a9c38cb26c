package dev.countersign.desktop.export;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.decision.ApprovalProof;
import dev.countersign.proof.decision.DecisionStatement;
import java.util.Optional;

/** The decision that a recorded proof states. */
final class StatedDecision {
  private StatedDecision() {}

  static Optional<String> of(Bytes proof) {
    try {
      Bytes statement = ApprovalProof.parse(proof.toArray()).statement();
      return Optional.of(DecisionStatement.parse(statement.toArray()).decision().wire());
    } catch (RefusedException unreadable) {
      return Optional.empty();
    }
  }
}
