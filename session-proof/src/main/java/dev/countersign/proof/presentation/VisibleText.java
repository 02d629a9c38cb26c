package dev.countersign.proof.presentation;

import dev.countersign.proof.PackageFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes every character visible. Code points of the published range table ({@code
 * escaped-ranges-1.txt}, frozen, independent of the run-time's Unicode version) become {@code
 * \\u{HEX}}.
 */
public final class VisibleText {
  private static final int[] STARTS;
  private static final int[] ENDS;

  static {
    List<String> ranges = loadRanges();
    STARTS = ranges.stream().mapToInt(range -> hex(range, 0)).toArray();
    ENDS = ranges.stream().mapToInt(range -> hex(range, 1)).toArray();
  }

  private VisibleText() {}

  /** A stretch of text: shown as it is, or an escape that the screen sets apart from text. */
  public record Run(String text, boolean escape) {}

  /** Whether the table has the code point. */
  public static boolean isEscaped(int codePoint) {
    int low = 0;
    int high = STARTS.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (codePoint < STARTS[middle]) {
        high = middle - 1;
      } else if (codePoint > ENDS[middle]) {
        low = middle + 1;
      } else {
        return true;
      }
    }
    return false;
  }

  /**
   * The injective text form: escapes, and a backslash as two, so that no text can look like an
   * escape and no value can forge a line.
   */
  public static String escaped(String text) {
    if (isPlain(text)) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(codePoint -> {
          if (codePoint == '\\') {
            out.append("\\\\");
          } else if (isEscaped(codePoint)) {
            out.append(escape(codePoint));
          } else {
            out.appendCodePoint(codePoint);
          }
        });
    return out.toString();
  }

  /** Whether a text is printable ASCII without a backslash, as most are: nothing is escaped. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x20 || c > 0x7e || c == '\\') {
        return false;
      }
    }
    return true;
  }

  /** The text as runs for the screen: verbatim but for the escapes, which stand in runs apart. */
  public static List<Run> runs(String text) {
    List<Run> runs = new ArrayList<>();
    StringBuilder plain = new StringBuilder();
    text.codePoints()
        .forEach(codePoint -> {
          if (isEscaped(codePoint)) {
            flush(plain, runs);
            runs.add(new Run(escape(codePoint), true));
          } else {
            plain.appendCodePoint(codePoint);
          }
        });
    flush(plain, runs);
    return List.copyOf(runs);
  }

  private static void flush(StringBuilder plain, List<Run> runs) {
    if (!plain.isEmpty()) {
      runs.add(new Run(plain.toString(), false));
      plain.setLength(0);
    }
  }

  static String escape(int codePoint) {
    return String.format("\\u{%X}", codePoint);
  }

  private static int hex(String range, int side) {
    int dots = range.indexOf("..");
    return Integer.parseInt(side == 0 ? range.substring(0, dots) : range.substring(dots + 2), 16);
  }

  private static List<String> loadRanges() {
    byte[] file = PackageFile.bytes(VisibleText.class, "escaped-ranges-1.txt");
    return new String(file, StandardCharsets.US_ASCII)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .toList();
  }
}
