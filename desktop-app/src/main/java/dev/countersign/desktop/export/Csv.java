package dev.countersign.desktop.export;

import java.text.Normalizer;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One record of RFC 4180: every field quoted, quotes doubled, CR LF at the end. A field that a
 * spreadsheet could take for a formula gets an apostrophe in front (OWASP, CSV injection). What
 * looks like such a character counts as one: full-width and small forms, superscripts, the minus
 * sign, also behind quotes and characters that are not seen, and after a separator or a line end
 * inside the field.
 */
final class Csv {
  private static final String STARTS = "=+-@\u2212|%";
  private static final String SEPARATORS = ";\t\r\n";

  private Csv() {}

  static String row(List<String> fields) {
    return fields.stream().map(Csv::field).collect(Collectors.joining(",", "", "\r\n"));
  }

  static String field(String value) {
    return '"' + safe(value).replace("\"", "\"\"") + '"';
  }

  /**
   * Where lists are separated by semicolons or tabs, a spreadsheet ends fields there and does not
   * know these quotes: so what follows a separator or a line end is the beginning of a field too.
   */
  private static String safe(String value) {
    StringBuilder safe = new StringBuilder(isFormula(value) ? "'" : "");
    boolean begins = false;
    for (int point : value.codePoints().toArray()) {
      if (begins && !isUnseen(point)) {
        safe.append(startsFormula(point) ? "'" : "");
        begins = false;
      }
      safe.appendCodePoint(point);
      begins |= SEPARATORS.indexOf(point) >= 0;
    }
    return safe.toString();
  }

  private static boolean isFormula(String value) {
    if (value.isEmpty()) {
      return false;
    }
    char first = value.charAt(0);
    return first == '\t'
        || first == '\r'
        || first == '\n'
        || value.codePoints().dropWhile(Csv::isUnseen).limit(1).anyMatch(Csv::startsFormula);
  }

  private static boolean startsFormula(int point) {
    String plain = Normalizer.normalize(Character.toString(point), Normalizer.Form.NFKC);
    return !plain.isEmpty() && STARTS.indexOf(plain.charAt(0)) >= 0;
  }

  private static boolean isUnseen(int codePoint) {
    return codePoint == '"' || isInvisible(codePoint);
  }

  private static boolean isInvisible(int codePoint) {
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
