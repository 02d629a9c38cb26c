package dev.countersign.proof.json;

/** An integer within ±(2^53−1), the range every JSON implementation reads alike. */
public record JsonInteger(long value) implements JsonValue {
  /** The largest magnitude, 2^53−1. */
  public static final long MAX = (1L << 53) - 1;

  public JsonInteger {
    if (value > MAX || value < -MAX) {
      throw new IllegalArgumentException("integer outside ±(2^53−1)");
    }
  }
}
