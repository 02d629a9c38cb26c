package dev.countersign.desktop.ui.tokens;

import java.util.Arrays;
import java.util.Optional;

/** Judges a new PIN before it is sent (CTAP 2.1 §6.5.5.5). */
final class FreshPin {
  private static final int MOST_BYTES = 63;

  private FreshPin() {}

  /**
   * What is wrong with it; empty when nothing is.
   *
   * @param fewest characters it needs, in Unicode code points
   */
  static Optional<String> fault(char[] pin, char[] again, int fewest) {
    if (codePoints(pin) < fewest) {
      return Optional.of(
          "The new PIN is too short: this key wants at least "
              + fewest
              + " characters. Nothing was sent to the key.");
    }
    if (bytes(pin) > MOST_BYTES) {
      return Optional.of(
          "The new PIN is too long: at most 63 bytes fit. Nothing was sent to the key.");
    }
    return Arrays.equals(pin, again)
        ? Optional.empty()
        : Optional.of(
            "The new PIN was entered differently the second time. Nothing was sent to the key.");
  }

  private static int codePoints(char[] text) {
    return Character.codePointCount(text, 0, text.length);
  }

  private static int bytes(char[] text) {
    int bytes = 0;
    for (int at = 0; at < text.length; ) {
      int code = Character.codePointAt(text, at);
      bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
      at += Character.charCount(code);
    }
    return bytes;
  }
}
