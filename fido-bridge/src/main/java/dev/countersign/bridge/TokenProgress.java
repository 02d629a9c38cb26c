package dev.countersign.bridge;

/**
 * What a token is doing while an operation runs. May be reported more than once, and in any order.
 */
public enum TokenProgress {
  /** The connection to the token is being opened. */
  CONNECTING,
  /** The PIN is with the token. */
  VERIFYING_PIN,
  /** The card's reader waits for the PIN on its own pad. */
  PIN_PAD_NEEDED,
  /** The token is computing. */
  PROCESSING,
  /** The token waits for its owner's touch. */
  TOUCH_NEEDED,
  /** The finger on its sensor was not recognised; it waits for another try. */
  FINGER_NOT_RECOGNISED
}
