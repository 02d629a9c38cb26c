package dev.countersign.bridge;

/**
 * What is known of a token without talking to it.
 *
 * @param id names it while it is attached
 * @param name what to show; written by the token's maker, so treat it as text from outside
 * @param kind how it is spoken to
 * @param demo true for the software key of the demo, which proves nothing
 */
public record TokenInfo(TokenId id, String name, Kind kind, boolean demo) {

  /** How a token is spoken to. */
  public enum Kind {
    /** A FIDO security key. Whether it can do more than U2F shows only when it is used. */
    FIDO,
    /** A smart card behind a PKCS#11 module; see {@link Card}. */
    CARD
  }
}
