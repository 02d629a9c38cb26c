package dev.countersign.bridge;

import dev.countersign.proof.Bytes;

/**
 * How signing with a card ended: signed, not with this card, or one of the {@link TokenFailure}s.
 */
public sealed interface CardSignOutcome
    permits CardSignOutcome.Signed, CardSignOutcome.NotThisCard, TokenFailure {

  /**
   * The signature; it has been verified with the certificate's key.
   *
   * @param signature as JWS carries it (RFC 7518 §3.4, §3.5): {@code r ‖ s}, or PSS
   * @param pinOnEveryUse whether the key asked for the PIN for this very signature (PKCS#11
   *     CKA_ALWAYS_AUTHENTICATE), and not only once a session
   */
  record Signed(Bytes signature, boolean pinOnEveryUse) implements CardSignOutcome {}

  /** The card works but does not hold the certificate asked for: another card, or renewed. */
  record NotThisCard() implements CardSignOutcome {}
}
