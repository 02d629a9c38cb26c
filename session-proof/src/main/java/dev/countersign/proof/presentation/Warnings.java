package dev.countersign.proof.presentation;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Looks at each leaf for what hides or misleads. */
final class Warnings {
  private static final int VERY_LONG = 1000;
  private static final int STACK = 3;
  private static final Set<UnicodeScript> LOOKALIKE_SCRIPTS =
      EnumSet.of(
          UnicodeScript.LATIN, UnicodeScript.CYRILLIC, UnicodeScript.GREEK, UnicodeScript.ARMENIAN);

  private Warnings() {}

  static List<Warning> of(List<Leaf> leaves) {
    List<Warning> warnings = new ArrayList<>();
    for (Leaf leaf : leaves) {
      String text = leaf.pointer() + "\n" + leaf.value();
      if (hidden(leaf.pointer()) || hidden(leaf.value())) {
        add(
            warnings,
            leaf,
            Warning.Kind.HIDDEN_CHARACTERS,
            "has invisible or unusual characters, shown as \\u{…}");
      }
      if (mixesScripts(text)) {
        add(
            warnings,
            leaf,
            Warning.Kind.MIXED_SCRIPTS,
            "mixes alphabets that look alike inside one word");
      }
      if (stacksMarks(text)) {
        add(
            warnings,
            leaf,
            Warning.Kind.STACKED_MARKS,
            "stacks accents that can cover other lines");
      }
      if (leaf.value().length() > VERY_LONG) {
        add(
            warnings,
            leaf,
            Warning.Kind.VERY_LONG,
            "is " + leaf.value().length() + " characters long");
      }
      if (leaf.value().endsWith(":latest")) {
        add(
            warnings,
            leaf,
            Warning.Kind.NOT_PINNED,
            "is not pinned: what it names can change after approval");
      }
    }
    return List.copyOf(warnings);
  }

  private static void add(List<Warning> warnings, Leaf leaf, Warning.Kind kind, String what) {
    String sentence = VisibleText.escaped(leaf.pointer()) + " " + what;
    warnings.add(new Warning(kind, leaf.pointer(), sentence));
  }

  private static boolean hidden(String text) {
    return text.codePoints().anyMatch(VisibleText::isEscaped);
  }

  private static boolean mixesScripts(String text) {
    Set<UnicodeScript> inWord = EnumSet.noneOf(UnicodeScript.class);
    for (int codePoint : text.codePoints().toArray()) {
      if (!Character.isLetter(codePoint)) {
        inWord.clear();
        continue;
      }
      UnicodeScript script = UnicodeScript.of(codePoint);
      if (LOOKALIKE_SCRIPTS.contains(script)) {
        inWord.add(script);
      }
      if (inWord.size() > 1) {
        return true;
      }
    }
    return false;
  }

  private static boolean stacksMarks(String text) {
    int run = 0;
    for (int codePoint : text.codePoints().toArray()) {
      int type = Character.getType(codePoint);
      run = type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK ? run + 1 : 0;
      if (run >= STACK) {
        return true;
      }
    }
    return false;
  }
}
