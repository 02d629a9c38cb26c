package dev.countersign.bridge;

/**
 * Why the cards of a module cannot be used.
 *
 * @param module which one
 * @param reason for a program
 * @param detail one sentence for a person that names the module
 */
public record ModuleTrouble(CardModule module, Reason reason, String detail) {

  /** Kinds of trouble. */
  public enum Reason {
    /** There is no such file. */
    NOT_FOUND,
    /** The file is not a PKCS#11 module for this system. */
    NOT_LOADABLE,
    /** Its process could not be started. */
    NOT_STARTED,
    /** It does not want to work; its own error is in the detail. */
    REFUSED,
    /** Its process ended by itself. */
    CRASHED,
    /** It did not answer in time and was stopped. */
    HUNG,
    /** What it answered breaks the standard, and it was stopped. */
    MALFORMED
  }
}
