package dev.countersign.bridge;

/**
 * Why tokens cannot be looked for.
 *
 * @param reason for a program
 * @param detail one sentence for a person, with the remedy where there is one
 */
public record WatchTrouble(Reason reason, String detail) {

  /** Kinds of trouble. */
  public enum Reason {
    /** A library of the operating system is not installed. */
    SYSTEM_LIBRARY_MISSING,
    /** The operating system did not answer. */
    LISTING_FAILED
  }
}
