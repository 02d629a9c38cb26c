package dev.countersign.proof.verify;

/** Whether a token's signature counter may follow the stored one (WebAuthn §7.2, step 22). */
@FunctionalInterface
public interface CounterPolicy {
  /**
   * The rule of the protocol: a token that keeps no counter shows 0 for ever, any other must show
   * more than before. So a token that counted once goes on counting; falling back to 0 is not
   * rising either.
   */
  CounterPolicy RISING = (stored, shown) -> (stored == 0 && shown == 0) || shown > stored;

  /**
   * Judges one assertion.
   *
   * @param stored the counter stored last, 0 before the first that was not 0
   * @param shown the counter in this assertion
   */
  boolean accepts(long stored, long shown);
}
