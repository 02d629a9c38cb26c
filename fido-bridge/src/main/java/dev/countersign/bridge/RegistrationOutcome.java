package dev.countersign.bridge;

import dev.countersign.proof.Bytes;

/** How registering ended: registered, already there, or one of the {@link TokenFailure}s. */
public sealed interface RegistrationOutcome
    permits RegistrationOutcome.Registered, RegistrationOutcome.AlreadyRegistered, TokenFailure {

  /**
   * The new credential. It has not been verified here.
   *
   * @param credentialId as the token chose it
   * @param attestationObject CBOR as in WebAuthn §6.5
   */
  record Registered(Bytes credentialId, Bytes attestationObject) implements RegistrationOutcome {}

  /** The token already holds one of the excluded credentials. */
  record AlreadyRegistered() implements RegistrationOutcome {}
}
