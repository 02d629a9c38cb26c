package dev.countersign.proof.verify;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.P256VerifyingKey;
import dev.countersign.proof.decision.TokenId;

/**
 * The public half of an enrolled token, by kind. It holds its key decoded: decoding costs more than
 * half a signature check, so whoever keeps enrolments decodes once.
 */
public sealed interface Credential {
  /** The kind as requests and trust files name it. */
  String kind();

  TokenId id();

  /**
   * A FIDO2 credential with ES256.
   *
   * @param aaguid the authenticator model as a lower-case UUID
   */
  record Fido2(Bytes credentialId, P256VerifyingKey key, String aaguid) implements Credential {
    public static final String KIND = "fido2";

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public TokenId id() {
      return new TokenId.Credential(credentialId);
    }
  }
}
