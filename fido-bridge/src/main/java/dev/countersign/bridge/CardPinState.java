package dev.countersign.bridge;

/**
 * What a card says of its PIN; a card tells no number of tries.
 *
 * @param pad whether the PIN is entered on the reader: do not ask for it
 * @param set whether it has one
 * @param mustChange whether it wants it changed before anything else
 * @param tries how near it is to locking
 * @param shortest length of a PIN in bytes of UTF-8; 0 when it does not say
 * @param longest length of a PIN in bytes of UTF-8; 0 when it does not say
 */
public record CardPinState(
    boolean pad, boolean set, boolean mustChange, Tries tries, int shortest, int longest) {

  /** How near a card is to locking. */
  public enum Tries {
    /** Nothing to say. */
    ENOUGH,
    /** A wrong PIN was entered since the last right one. */
    SOME_USED,
    /** The next wrong PIN locks it: say so before asking. */
    LAST,
    /** It is locked. */
    NONE
  }
}
