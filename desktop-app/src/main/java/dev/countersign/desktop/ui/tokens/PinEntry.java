package dev.countersign.desktop.ui.tokens;

import java.util.Arrays;

/** The PINs of one entry. Never text, and wiped once. */
record PinEntry(char[] current, char[] fresh, char[] again) {

  void wipe() {
    Arrays.fill(current, '\0');
    Arrays.fill(fresh, '\0');
    Arrays.fill(again, '\0');
  }

  void wipeAgain() {
    Arrays.fill(again, '\0');
  }

  /** Tells nothing. */
  @Override
  public String toString() {
    return "PinEntry";
  }
}
