package dev.countersign.bridge.demo.piv;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The PIN of a PIV card, reference 80: 6 to 8 digits, padded with FF, and the tries left on it. */
final class PivPin {

  static final int REFERENCE = 0x80;
  static final int TRIES = 3;
  private static final int SIZE = 8;
  private static final int SHORTEST = 6;
  private static final byte PADDING = (byte) 0xFF;

  private final byte[] padded;
  private final LockingAnswer lockingAnswer;
  private int triesLeft = TRIES;
  private boolean verified;
  private boolean fresh;

  /** What a card says to the attempt that locks it; both are seen. */
  enum LockingAnswer {
    /** 63C0: wrong, and no tries are left. */
    WRONG,
    /** 6983: blocked. */
    BLOCKED
  }

  PivPin(String digits, LockingAnswer lockingAnswer) {
    this.lockingAnswer = lockingAnswer;
    this.padded = Arrays.copyOf(digits.getBytes(StandardCharsets.US_ASCII), SIZE);
    Arrays.fill(padded, digits.length(), SIZE, PADDING);
    if (!isWellFormed(padded)) {
      throw new IllegalArgumentException("a PIN of a PIV card is 6 to 8 digits");
    }
  }

  /** Compares; costs a try when it is wrong, and none when it can be no PIN at all. */
  int verify(byte[] presented) {
    if (triesLeft == 0) {
      return StatusWord.BLOCKED;
    }
    if (!isWellFormed(presented)) {
      return StatusWord.WRONG_DATA;
    }
    verified = Arrays.equals(padded, presented);
    fresh = verified;
    triesLeft = verified ? TRIES : triesLeft - 1;
    if (verified) {
      return StatusWord.OK;
    }
    return triesLeft == 0 && lockingAnswer == LockingAnswer.BLOCKED
        ? StatusWord.BLOCKED
        : StatusWord.WRONG_PIN + triesLeft;
  }

  private static boolean isWellFormed(byte[] pin) {
    if (pin.length != SIZE) {
      return false;
    }
    int digits = 0;
    while (digits < SIZE && pin[digits] >= '0' && pin[digits] <= '9') {
      digits++;
    }
    for (int i = digits; i < SIZE; i++) {
      if (pin[i] != PADDING) {
        return false;
      }
    }
    return digits >= SHORTEST;
  }

  /** What VERIFY without data answers. */
  int status() {
    if (verified) {
      return StatusWord.OK;
    }
    return triesLeft == 0 ? StatusWord.BLOCKED : StatusWord.WRONG_PIN + triesLeft;
  }

  boolean permits(PivSlot.PinRule rule) {
    return switch (rule) {
      case NEVER -> true;
      case ONCE -> verified;
      case ALWAYS -> fresh;
    };
  }

  /** Another command came in between. */
  void stale() {
    fresh = false;
  }

  /** As after a reset. */
  void forget() {
    verified = false;
    fresh = false;
  }

  void lock() {
    triesLeft = 0;
    forget();
  }

  int triesLeft() {
    return triesLeft;
  }
}
