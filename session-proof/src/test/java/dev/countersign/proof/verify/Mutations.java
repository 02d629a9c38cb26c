package dev.countersign.proof.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Every change of one byte, tried on a verification that passes with the bytes as they are. */
final class Mutations {
  /** What stands around tokens in JSON, what ends a text early, and a letter of every alphabet. */
  private static final byte[] INSERTED = {'A', '"', '\\', ' ', '\n', ',', '=', 0, (byte) 0xff};

  private Mutations() {}

  /** A verification of changed bytes; whether it passed. Called by several threads at once. */
  @FunctionalInterface
  interface Verification {
    boolean passes(byte[] bytes);
  }

  /** Each byte with each one of its bits turned; answers how many changes were tried. */
  static int bitFlips(byte[] original, Verification verification) {
    return each(
        original,
        verification,
        (at, tried) -> {
          for (int bit = 0; bit < 8; bit++) {
            tried.with(original[at] ^ 1 << bit);
          }
        });
  }

  /** Each byte with each of the 255 other values. */
  static int substitutions(byte[] original, Verification verification) {
    return each(
        original,
        verification,
        (at, tried) -> {
          for (int change = 1; change < 256; change++) {
            tried.with(original[at] ^ change);
          }
        });
  }

  /**
   * Each byte removed, each byte doubled, and each of a list of bytes put before each place and at
   * the end; and the bytes cut off at each place.
   */
  static int edits(byte[] original, Verification verification) {
    AtomicInteger count = new AtomicInteger();
    assertThat(verification.passes(original)).as("the bytes as they are").isTrue();
    IntStream.rangeClosed(0, original.length)
        .parallel()
        .forEach(at -> {
          if (at < original.length) {
            refused(verification, joined(original, at, new byte[0], at + 1), "removed", at);
            refused(verification, Arrays.copyOf(original, at), "cut off", at);
            byte[] twice = {original[at], original[at]};
            refused(verification, joined(original, at, twice, at + 1), "doubled", at);
            count.addAndGet(3);
          }
          for (byte each : INSERTED) {
            refused(verification, joined(original, at, new byte[] {each}, at), "inserted", at);
            count.incrementAndGet();
          }
        });
    return count.get();
  }

  private interface Replaced {
    void with(int value);
  }

  private interface Place {
    void change(int at, Replaced tried);
  }

  private static int each(byte[] original, Verification verification, Place place) {
    AtomicInteger count = new AtomicInteger();
    assertThat(verification.passes(original)).as("the bytes as they are").isTrue();
    IntStream.range(0, original.length)
        .parallel()
        .forEach(at -> {
          byte[] changed = original.clone();
          place.change(
              at,
              value -> {
                changed[at] = (byte) value;
                refused(verification, changed, "changed to " + (value & 0xff), at);
                count.incrementAndGet();
              });
        });
    return count.get();
  }

  private static byte[] joined(byte[] original, int to, byte[] between, int from) {
    byte[] joined = Arrays.copyOf(original, to + between.length + original.length - from);
    System.arraycopy(between, 0, joined, to, between.length);
    System.arraycopy(original, from, joined, to + between.length, original.length - from);
    return joined;
  }

  private static void refused(Verification verification, byte[] bytes, String how, int at) {
    if (verification.passes(bytes)) {
      throw new AssertionError("still passes with byte " + at + " " + how);
    }
  }
}
