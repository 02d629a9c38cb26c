package dev.countersign.proof.verify;

import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.decision.ApprovalProof;
import dev.countersign.proof.decision.DecisionStatement;

/** Step 1: sizes, the wrapper's bytes, and a strict parse of proof and statement. */
final class Step1Form {
  private final ApprovalProof proof;
  private final DecisionStatement statement;
  private final Digest challenge;

  Step1Form(byte[] wire) throws RefusedException {
    proof = ApprovalProof.parse(wire);
    byte[] d = proof.statement().toArray();
    statement = DecisionStatement.parse(d);
    challenge = DecisionStatement.challenge(d);
  }

  ApprovalProof proof() {
    return proof;
  }

  DecisionStatement statement() {
    return statement;
  }

  /** {@code C}. */
  Digest challenge() {
    return challenge;
  }
}
