package dev.countersign.bridge;

/** How setting or changing a PIN ended. */
public sealed interface PinChangeOutcome
    permits PinChangeOutcome.Changed, PinChangeOutcome.NotAccepted, TokenFailure {

  /** The new PIN is in force. */
  record Changed() implements PinChangeOutcome {}

  /**
   * The token does not take this new PIN; the old one, if any, stays.
   *
   * @param fewestCharacters a new PIN needs; at most 63 bytes of UTF-8 fit
   */
  record NotAccepted(int fewestCharacters) implements PinChangeOutcome {}
}
