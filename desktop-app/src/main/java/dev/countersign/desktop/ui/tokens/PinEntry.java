package dev.countersign.desktop.ui.tokens;

import java.util.Arrays;

/** The PINs of one entry. Never text, and wiped once they are of no more use. */
final class PinEntry {
  private final char[] current;
  private final char[] fresh;
  private final char[] again;

  /** Takes over the arrays. */
  PinEntry(char[] current, char[] fresh, char[] again) {
    this.current = current;
    this.fresh = fresh;
    this.again = again;
  }

  /** The PIN in force; the array itself. */
  char[] current() {
    return current;
  }

  /** The new PIN; the array itself. */
  char[] fresh() {
    return fresh;
  }

  /** The new PIN as it was entered the second time; the array itself. */
  char[] again() {
    return again;
  }

  void wipe() {
    Arrays.fill(current, '\0');
    Arrays.fill(fresh, '\0');
    wipeAgain();
  }

  void wipeAgain() {
    Arrays.fill(again, '\0');
  }
}
