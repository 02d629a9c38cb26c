package dev.countersign.proof.presentation.warning;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UScript;
import com.ibm.icu.text.SpoofChecker;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What looks like something else, by UTS #39. The one class that knows ICU; its data is loaded when
 * the first text that is not ASCII comes by.
 */
final class Lookalikes {
  /** Safe for several threads once built. */
  private static final SpoofChecker CHECKER =
      new SpoofChecker.Builder()
          .setChecks(SpoofChecker.RESTRICTION_LEVEL)
          .setRestrictionLevel(SpoofChecker.RestrictionLevel.HIGHLY_RESTRICTIVE)
          .build();

  private Lookalikes() {}

  /** Whether a word mixes scripts beyond "highly restrictive": Latin with Japanese may, say. */
  static boolean mixesScripts(String text) {
    return words(text).stream()
        .anyMatch(word -> !Characters.isAscii(word) && CHECKER.failsChecks(word));
  }

  /**
   * Whether a text that is not Latin could be read as Latin: a word whose every letter has a
   * lookalike in ASCII, in a text that has no other letter of that script.
   */
  static boolean readsAsLatin(String text) {
    Set<Integer> givenAway = new HashSet<>();
    List<String> words = words(text);
    for (String word : words) {
      word.codePoints()
          .filter(c -> c >= 0x80 && !Characters.isAscii(skeleton(Character.toString(c))))
          .forEach(c -> givenAway.add(UScript.getScript(c)));
    }
    for (String word : words) {
      boolean suspicious =
          !Characters.isAscii(word)
              && Characters.isAscii(skeleton(word))
              && word.codePoints().noneMatch(c -> givenAway.contains(UScript.getScript(c)))
              && word.codePoints()
                  .anyMatch(c -> c >= 0x80 && UScript.getScript(c) != UScript.LATIN);
      if (suspicious) {
        return true;
      }
    }
    return false;
  }

  /** Two texts look alike when their skeletons are equal (UTS #39 §4). */
  static String skeleton(String text) {
    return CHECKER.getSkeleton(text);
  }

  /** Runs of letters and the marks on them. */
  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          int type = UCharacter.getType(c);
          boolean mark =
              type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
          if (UCharacter.isLetter(c) || mark) {
            word.appendCodePoint(c);
          } else if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
          }
        });
    if (!word.isEmpty()) {
      words.add(word.toString());
    }
    return words;
  }
}
