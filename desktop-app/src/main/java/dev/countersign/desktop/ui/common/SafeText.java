package dev.countersign.desktop.ui.common;

import dev.countersign.proof.presentation.VisibleText;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits any text into runs that may be drawn as they are and runs that must be shown as escapes,
 * because the character is invisible, changes the order of others, or has no glyph in the bundled
 * fonts. Joining the {@link Run#source()} of all runs gives the text back, so nothing is lost.
 */
public final class SafeText {

  /**
   * A stretch of text.
   *
   * @param source the characters as they were
   * @param shown what to draw
   * @param escaped whether {@code shown} stands for characters that would not show themselves
   */
  public record Run(String source, String shown, boolean escaped) {}

  private SafeText() {}

  /** The runs, in order; empty for the empty text. */
  public static List<Run> runs(String text) {
    List<Run> runs = new ArrayList<>();
    StringBuilder plain = new StringBuilder();
    int visibleEnd = text.stripTrailing().length();
    int visibleStart = text.length() - text.stripLeading().length();
    for (int at = 0; at < text.length(); ) {
      int code = text.codePointAt(at);
      boolean edge = at < visibleStart || at >= visibleEnd;
      if (mayShow(code) && !(edge && code == ' ')) {
        plain.appendCodePoint(code);
      } else {
        flush(plain, runs);
        runs.add(new Run(Character.toString(code), escape(code), true));
      }
      at += Character.charCount(code);
    }
    flush(plain, runs);
    return List.copyOf(runs);
  }

  /** The text on one line with its escapes in place, for labels and the clipboard. */
  public static String flat(String text) {
    StringBuilder flat = new StringBuilder();
    runs(text).forEach(run -> flat.append(run.shown()));
    return flat.toString();
  }

  private static boolean mayShow(int code) {
    return !VisibleText.isEscaped(code)
        && (code == ' ' || (standsAlone(code) && leftToRight(code) && BundledFonts.show(code)));
  }

  /** A combining mark would be drawn over its neighbour. */
  private static boolean standsAlone(int code) {
    return switch (Character.getType(code)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK ->
          false;
      default -> true;
    };
  }

  /** Characters of right-to-left scripts would reorder their neighbours on screen. */
  private static boolean leftToRight(int code) {
    return switch (Character.getDirectionality(code)) {
      case Character.DIRECTIONALITY_RIGHT_TO_LEFT,
          Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC,
          Character.DIRECTIONALITY_ARABIC_NUMBER ->
          false;
      default -> true;
    };
  }

  /** The same form as in the canonical text. */
  private static String escape(int code) {
    return "\\u{%X}".formatted(code);
  }

  private static void flush(StringBuilder plain, List<Run> runs) {
    if (!plain.isEmpty()) {
      runs.add(new Run(plain.toString(), plain.toString(), false));
      plain.setLength(0);
    }
  }
}
