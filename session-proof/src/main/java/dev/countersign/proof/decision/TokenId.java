package dev.countersign.proof.decision;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Digest;

/** How a token is named when its enrolment is looked up, by kind. */
public sealed interface TokenId {
  /** A FIDO2 credential, by its credential id (WebAuthn §4). */
  record Credential(Bytes id) implements TokenId {}

  /** A smart card's key, by SHA-256 of its SubjectPublicKeyInfo. */
  record CardKey(Digest spkiSha256) implements TokenId {}
}
