package dev.countersign.bridge;

import dev.countersign.proof.Bytes;

/** How signing ended: signed, not with this key, or one of the {@link TokenFailure}s. */
public sealed interface SignOutcome
    permits SignOutcome.Signed, SignOutcome.NotThisKey, TokenFailure {

  /**
   * The assertion, exactly as the token gave it. It has not been verified here.
   *
   * @param credentialId which of the credentials asked for
   * @param authenticatorData WebAuthn §6.1
   * @param signature DER, over authenticatorData and the SHA-256 of the client data
   */
  record Signed(Bytes credentialId, Bytes authenticatorData, Bytes signature)
      implements SignOutcome {}

  /** The token works but holds none of the credentials asked for. */
  record NotThisKey() implements SignOutcome {}
}
