package dev.countersign.proof.verify;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.decision.ApprovalProof;
import dev.countersign.proof.decision.DecisionStatement;
import dev.countersign.proof.decision.Receipt;
import dev.countersign.proof.request.VerifiedRequest;
import dev.countersign.proof.verify.LiveState.WitnessedHead;

/**
 * Steps 1 to 14 passed. Only {@link Verifier#authorize} makes one, and a store takes nothing else:
 * no partial check can count a vote.
 */
public final class Authorized implements Authorization {
  private final VerifiedRequest request;
  private final SubmittedProof proof;
  private final long counter;
  private final Receipt.Assurance assurance;
  private final WitnessedHead head;

  Authorized(
      VerifiedRequest request,
      SubmittedProof proof,
      long counter,
      Receipt.Assurance assurance,
      WitnessedHead head) {
    this.request = request;
    this.proof = proof;
    this.counter = counter;
    this.assurance = assurance;
    this.head = head;
  }

  public VerifiedRequest request() {
    return request;
  }

  public DecisionStatement statement() {
    return proof.statement();
  }

  public ApprovalProof proof() {
    return proof.proof();
  }

  /** {@code C}: the proof's identity. Evidence is malleable and never used for that. */
  public Digest challenge() {
    return proof.challenge();
  }

  public Bytes credentialId() {
    return proof.proof().evidence().credentialId();
  }

  /** The token's signature counter; 0 if it keeps none. Step 15 checks that it rises. */
  public long counter() {
    return counter;
  }

  public Receipt.Assurance assurance() {
    return assurance;
  }

  /** The larger of the statement's head and the one witnessed before: to be kept. */
  public WitnessedHead head() {
    return head;
  }
}
