package dev.countersign.desktop.cli;

/** Text from outside on a terminal: what could move the cursor or hide is shown as an escape. */
final class Printable {
  private Printable() {}

  static String text(String foreign) {
    StringBuilder shown = new StringBuilder();
    foreign.codePoints().forEach(point -> append(shown, point));
    return shown.toString();
  }

  private static void append(StringBuilder shown, int point) {
    switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          shown.append(String.format("\\u{%x}", point));
      default -> shown.appendCodePoint(point);
    }
  }
}
