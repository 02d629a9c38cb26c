package dev.countersign.bridge;

import java.util.OptionalInt;

/**
 * The ways in which any operation on a token can end without its result. Nothing was signed or
 * registered then.
 */
public sealed interface TokenFailure
    extends SignOutcome,
        RegistrationOutcome,
        DescribeOutcome,
        PinChangeOutcome,
        TouchOutcome,
        CertificatesOutcome,
        CardSignOutcome {

  /** The token asks for a PIN and none was given. */
  record PinRequired() implements TokenFailure {}

  /**
   * The PIN is not the token's.
   *
   * @param triesLeft before the token locks; empty when the token does not say. A card says at most
   *     that one is left
   */
  record WrongPin(OptionalInt triesLeft) implements TokenFailure {}

  /** Too many wrong PINs in a row: the token takes none until it was pulled out and put back. */
  record PinBlocked() implements TokenFailure {}

  /** No tries are left: the token must be reset, which destroys its credentials. */
  record PinLocked() implements TokenFailure {}

  /** The token has no PIN yet, so it cannot verify its user. */
  record NoPinSet() implements TokenFailure {}

  /** The deadline passed, or the token itself gave up waiting for a touch. */
  record TimedOut() implements TokenFailure {}

  /** Stopped by {@link TokenOperation#cancel()}. */
  record Cancelled() implements TokenFailure {}

  /** The token, or its owner on it, said no. */
  record Refused() implements TokenFailure {}

  /** The token was pulled out. */
  record Removed() implements TokenFailure {}

  /**
   * The token cannot do this, or not now.
   *
   * @param reason for a program
   * @param detail one sentence for a person; never contains a PIN or key
   */
  record Unusable(Reason reason, String detail) implements TokenFailure {}

  /** Why a token is unusable. */
  enum Reason {
    /** It knows only U2F (CTAP1), which cannot verify its user. */
    U2F_ONLY,
    /** It has no PIN function at all, or none of a kind known here. */
    NO_PIN_FUNCTION,
    /** Its PIN must be changed before it can be used. */
    PIN_CHANGE_NEEDED,
    /** Another program is using it. */
    IN_USE,
    /** The operating system does not let this user open it. */
    PERMISSION_DENIED,
    /** It cannot make or use the kind of credential needed, or has no room for another. */
    NOT_SUPPORTED,
    /** Its answer breaks the protocol. */
    MALFORMED_ANSWER,
    /** It answered with an error that says nothing a user could act on. */
    TOKEN_ERROR,
    /** The card's PKCS#11 module crashed, hung or broke the standard; it was stopped. */
    MODULE_FAILED,
    /** The card holds the certificate but not, or no longer, a key that belongs to it. */
    NO_PRIVATE_KEY,
    /** What it signed is not a signature of the certificate's key; it was thrown away. */
    WRONG_SIGNATURE
  }
}
