package dev.countersign.proof.verify;

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
  private final Step13Log step13;
  private final Step11Evidence<Step7Challenge> step11;
  private final Step7Challenge step7;

  Authorized(Step14Policy step14) {
    step13 = step14.step13();
    step11 = step13.step12().step11();
    step7 = step13.step12().before();
  }

  public VerifiedRequest request() {
    return step7.request();
  }

  public DecisionStatement statement() {
    return step7.form().statement();
  }

  public ApprovalProof proof() {
    return step7.form().proof();
  }

  /** {@code C}: the proof's identity. Evidence is malleable and never used for that. */
  public Digest challenge() {
    return step7.form().challenge();
  }

  /** The enrolled token that made the evidence. */
  public Credential credential() {
    return step11.step10().token().credential();
  }

  /**
   * The token's signature counter; 0 if it keeps none. Step 15 judges it by {@link CounterPolicy}.
   */
  public long counter() {
    return step11.counter();
  }

  public Receipt.Assurance assurance() {
    if (step11.step10().token().demo()) {
      return Receipt.Assurance.DEMO;
    }
    boolean userVerified =
        switch (credential()) {
          case Credential.Fido2 _ -> true; // step 11 asks for the flag
          case Credential.Card card -> card.userVerified();
        };
    return userVerified ? Receipt.Assurance.USER_VERIFIED : Receipt.Assurance.POSSESSION;
  }

  /** The larger of the statement's head and the one witnessed before: to be kept. */
  public WitnessedHead head() {
    return step13.head();
  }
}
