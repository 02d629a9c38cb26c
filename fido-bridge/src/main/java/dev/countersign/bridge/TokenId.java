package dev.countersign.bridge;

/**
 * Names one attached token for as long as it stays attached. Opaque: compare it, show nothing of
 * it, store it nowhere; a token that is pulled out and put back may get another one.
 *
 * @param value at least one character
 */
public record TokenId(String value) {
  /** Refuses an empty name. */
  public TokenId {
    if (value.isBlank()) {
      throw new IllegalArgumentException("a token id needs at least one character");
    }
  }
}
