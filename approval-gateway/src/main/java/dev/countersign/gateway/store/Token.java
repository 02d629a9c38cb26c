package dev.countersign.gateway.store;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.verify.Credential;

/**
 * An enrolled token.
 *
 * @param credential its public half
 * @param name what its owner calls it
 * @param demo whether it was enrolled at a demo gateway, which alone takes it
 * @param signCount the last counter value seen, 0 if the token does not count
 * @param pinClaimed whether the desk claimed, at enrolment, that a card's key asks for its PIN on
 *     every use; a claim, and worth nothing more
 */
public record Token(
    Credential credential,
    String approver,
    String name,
    boolean demo,
    Standing standing,
    long signCount,
    boolean pinClaimed) {

  /** A token about whose PIN nothing is claimed. */
  public Token(
      Credential credential,
      String approver,
      String name,
      boolean demo,
      Standing standing,
      long signCount) {
    this(credential, approver, name, demo, standing, signCount, false);
  }

  /** Its name in the ledger: a FIDO2 credential's id, or SHA-256 of a card's public key. */
  public Bytes credentialId() {
    return idOf(credential);
  }

  /** The name of a token in the ledger. */
  public static Bytes idOf(Credential credential) {
    return switch (credential) {
      case Credential.Fido2 fido2 -> fido2.credentialId();
      case Credential.Card card -> card.key().thumbprint().value();
    };
  }
}
