package dev.countersign.bridge;

import java.util.Arrays;

/**
 * A token's PIN on its way to the token. It owns its array, never becomes a {@link String}, and is
 * wiped when the operation it was given to ends, whatever the outcome. One PIN serves one
 * operation.
 */
public final class Pin implements AutoCloseable {

  private final char[] chars;
  private boolean wiped;

  private Pin(char[] chars) {
    this.chars = chars;
  }

  /** Takes over the array itself, not a copy: the caller must not use it again. */
  public static Pin takeOver(char[] chars) {
    return new Pin(chars);
  }

  /**
   * The array itself, for the code that hands it to the token.
   *
   * @throws IllegalStateException when it was wiped
   */
  public synchronized char[] chars() {
    if (wiped) {
      throw new IllegalStateException("this PIN was already used");
    }
    return chars;
  }

  /** Overwrites the array with zeros. */
  @Override
  public synchronized void close() {
    Arrays.fill(chars, '\0');
    wiped = true;
  }

  /** Tells nothing, not even the length. */
  @Override
  public String toString() {
    return "Pin";
  }
}
