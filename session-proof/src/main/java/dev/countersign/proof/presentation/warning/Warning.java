package dev.countersign.proof.presentation.warning;

import java.util.Locale;

/**
 * Something about a leaf that a person should look at twice.
 *
 * @param pointer of the leaf, not yet made visible
 * @param sentence what is the matter with it, in our words only, to be read after its name
 */
public record Warning(Kind kind, String pointer, String sentence) {
  /** What was noticed. */
  public enum Kind {
    /** Characters that change the order in which text is shown. */
    BIDI_CONTROL("reordering"),
    /** Characters that take no room. */
    ZERO_WIDTH("invisible"),
    /** Other controls, and what else the published table escapes. */
    UNUSUAL_CHARACTER("unusual character"),
    /** More marks over one letter than any language has. */
    STACKED_MARKS("stacked marks"),
    /** A word of several alphabets. */
    MIXED_SCRIPTS("mixed alphabets"),
    /** A word, or a value, that looks like another one. */
    CONFUSABLE("lookalike"),
    /** More than a person reads. */
    VERY_LONG("very long"),
    /** What looks like a secret in the clear. */
    LOOKS_SECRET("looks like a secret"),
    /** A name whose content can change after the approval. */
    NOT_PINNED("not pinned"),
    /** A commitment where the type has none, or in a wrong form. */
    MISPLACED_COMMITMENT("misplaced commitment");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** The stable lower_snake_case id. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** One or two words to stand beside an icon at the leaf itself. */
    public String word() {
      return word;
    }
  }
}
