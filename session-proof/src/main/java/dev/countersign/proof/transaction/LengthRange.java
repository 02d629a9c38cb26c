package dev.countersign.proof.transaction;

import java.util.Arrays;
import java.util.Optional;

/**
 * How long a committed secret is, in ranges that double, so that the length itself stays secret.
 */
public enum LengthRange {
  TO_16(1, 16),
  TO_32(17, 32),
  TO_64(33, 64),
  TO_128(65, 128),
  TO_256(129, 256),
  TO_512(257, 512),
  TO_1024(513, 1024),
  TO_2048(1025, 2048),
  TO_4096(2049, 4096);

  private final int from;
  private final int to;

  LengthRange(int from, int to) {
    this.from = from;
    this.to = to;
  }

  /**
   * The range of a length in bytes.
   *
   * @throws IllegalArgumentException if it is not 1 to 4,096
   */
  public static LengthRange of(int bytes) {
    return Arrays.stream(values())
        .filter(range -> range.holds(bytes))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("a secret has 1 to 4,096 bytes"));
  }

  static Optional<LengthRange> read(String wire) {
    return Arrays.stream(values()).filter(range -> range.wire().equals(wire)).findFirst();
  }

  /** Whether a length in bytes lies in the range. */
  public boolean holds(int bytes) {
    return bytes >= from && bytes <= to;
  }

  /** The form in a request: {@code 33-64}. */
  public String wire() {
    return from + "-" + to;
  }
}
