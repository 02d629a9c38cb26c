package dev.countersign.desktop.cli;

/** Text from outside on a terminal: what could move the cursor or hide is shown as an escape. */
final class Printable {
  private Printable() {}

  static String text(String foreign) {
    StringBuilder shown = new StringBuilder();
    foreign.codePoints().forEach(point -> append(shown, point));
    return shown.toString();
  }

  /** The same JSON, compact, with escapes of its own (RFC 8259 §7) in their place. */
  static String json(String compact) {
    StringBuilder shown = new StringBuilder();
    compact
        .codePoints()
        .forEach(point -> {
          if (isShown(point)) {
            shown.appendCodePoint(point);
          } else {
            Character.toString(point)
                .chars()
                .forEach(unit -> shown.append(String.format("\\u%04x", unit)));
          }
        });
    return shown.toString();
  }

  private static void append(StringBuilder shown, int point) {
    if (isShown(point)) {
      shown.appendCodePoint(point);
    } else {
      shown.append(String.format("\\u{%x}", point));
    }
  }

  private static boolean isShown(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
