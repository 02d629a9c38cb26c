package dev.countersign.proof.presentation.warning;

import dev.countersign.proof.presentation.VisibleText;

/** Sorts the code points of the published table, which all are shown as escapes. */
final class Characters {
  /** So many marks over one letter no orthography has. */
  private static final int STACK = 3;

  private Characters() {}

  static boolean isBidiControl(int c) {
    return c == 0x061C
        || c == 0x200E
        || c == 0x200F
        || (c >= 0x202A && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069);
  }

  static boolean isZeroWidth(int c) {
    return c == 0x00AD
        || c == 0x034F
        || (c >= 0x200B && c <= 0x200D)
        || (c >= 0x2060 && c <= 0x2064)
        || (c >= 0x180B && c <= 0x180F)
        || (c >= 0xFE00 && c <= 0xFE0F)
        || c == 0xFEFF
        || (c >= 0xE0000 && c <= 0xE0FFF);
  }

  static boolean isOtherEscaped(int c) {
    return VisibleText.isEscaped(c) && !isBidiControl(c) && !isZeroWidth(c);
  }

  static boolean stacksMarks(String text) {
    int run = 0;
    for (int at = 0; at < text.length(); ) {
      int codePoint = text.codePointAt(at);
      int type = Character.getType(codePoint);
      run = type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK ? run + 1 : 0;
      if (run >= STACK) {
        return true;
      }
      at += Character.charCount(codePoint);
    }
    return false;
  }

  static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }
}
