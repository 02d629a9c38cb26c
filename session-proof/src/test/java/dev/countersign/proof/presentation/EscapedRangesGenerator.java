package dev.countersign.proof.presentation;

import java.util.Set;

/**
 * Prints the published table of escaped code points from this Java's Unicode data. The table in the
 * resources was made once (Unicode 16.0) and is frozen with version 1: run this only to propose a
 * new version.
 */
public final class EscapedRangesGenerator {
  private static final Set<Integer> HIDDEN_TYPES =
      Set.of(
          (int) Character.CONTROL,
          (int) Character.FORMAT,
          (int) Character.SURROGATE,
          (int) Character.PRIVATE_USE,
          (int) Character.UNASSIGNED,
          (int) Character.LINE_SEPARATOR,
          (int) Character.PARAGRAPH_SEPARATOR,
          (int) Character.SPACE_SEPARATOR);

  private EscapedRangesGenerator() {}

  public static void main(String[] arguments) {
    System.out.println(
        "# Code points shown as \\u{HEX}: Unicode 16.0 general categories Cc Cf Cs Co Cn Zl Zp");
    System.out.println(
        "# and Zs but U+0020, and the default ignorable letters, marks and symbols. Frozen: version 1.");
    int start = -1;
    for (int codePoint = 0; codePoint <= 0x110000; codePoint++) {
      boolean escaped = codePoint <= 0x10FFFF && escaped(codePoint);
      if (escaped && start < 0) {
        start = codePoint;
      } else if (!escaped && start >= 0) {
        System.out.printf("%04X..%04X%n", start, codePoint - 1);
        start = -1;
      }
    }
  }

  private static boolean escaped(int codePoint) {
    return codePoint != ' '
        && (HIDDEN_TYPES.contains(Character.getType(codePoint)) || ignorable(codePoint));
  }

  /** Default_Ignorable_Code_Point of DerivedCoreProperties that the categories miss, and U+2800. */
  private static boolean ignorable(int c) {
    return c == 0x034F
        || (c >= 0x115F && c <= 0x1160)
        || (c >= 0x17B4 && c <= 0x17B5)
        || (c >= 0x180B && c <= 0x180F)
        || c == 0x2800
        || c == 0x3164
        || (c >= 0xFE00 && c <= 0xFE0F)
        || c == 0xFFA0
        || (c >= 0xE0000 && c <= 0xE0FFF);
  }
}
