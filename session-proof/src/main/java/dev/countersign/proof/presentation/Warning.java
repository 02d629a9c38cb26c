package dev.countersign.proof.presentation;

/**
 * Something about a value that a person should look at twice. Warnings are advice: they are not
 * part of the canonical text and not signed.
 */
public record Warning(Kind kind, String pointer, String sentence) {
  /** What was noticed. */
  public enum Kind {
    HIDDEN_CHARACTERS,
    MIXED_SCRIPTS,
    STACKED_MARKS,
    VERY_LONG,
    NOT_PINNED
  }
}
