package dev.countersign.desktop.export;

import java.text.Normalizer;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One record of RFC 4180: every field quoted, quotes doubled, CR LF at the end. A field that a
 * spreadsheet could take for a formula gets an apostrophe in front (OWASP, CSV injection). What
 * looks like such a character counts as one: full-width and small forms, superscripts, the minus
 * sign, also behind characters that are not seen.
 */
final class Csv {
  private static final String STARTS = "=+-@\u2212|%";

  private Csv() {}

  static String row(List<String> fields) {
    return fields.stream().map(Csv::field).collect(Collectors.joining(",", "", "\r\n"));
  }

  static String field(String value) {
    String safe = isFormula(value) ? "'" + value : value;
    return '"' + safe.replace("\"", "\"\"") + '"';
  }

  private static boolean isFormula(String value) {
    if (value.isEmpty()) {
      return false;
    }
    char first = value.charAt(0);
    if (first == '\t' || first == '\r' || first == '\n') {
      return true;
    }
    int[] seen = value.codePoints().dropWhile(Csv::isUnseen).limit(1).toArray();
    if (seen.length == 0) {
      return false;
    }
    String plain = Normalizer.normalize(Character.toString(seen[0]), Normalizer.Form.NFKC);
    return !plain.isEmpty() && STARTS.indexOf(plain.charAt(0)) >= 0;
  }

  private static boolean isUnseen(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.CONTROL,
          Character.FORMAT,
          Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.UNASSIGNED,
          Character.PRIVATE_USE ->
          true;
      default -> false;
    };
  }
}
