package dev.countersign.proof.verify;

import dev.countersign.proof.RefusedException;

/** Step 11: the enrolled token made the evidence over {@code C}, with its user's verification. */
final class Step11Evidence<B extends BeforeDevice> {
  private final Step10Token<B> step10;
  private final long counter;

  Step11Evidence(Step10Token<B> step10, Enrolments enrolments) throws RefusedException {
    this.step10 = step10;
    Step1Form form = step10.step8().before().form();
    counter =
        TokenEvidence.verify(
            form.proof().evidence(),
            form.challenge(),
            form.proof().statement(),
            step10.token().credential(),
            enrolments);
  }

  Step10Token<B> step10() {
    return step10;
  }

  /** The token's signature counter; 0 if it keeps none. */
  long counter() {
    return counter;
  }
}
