package dev.countersign.proof.crypto;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonWriter;
import dev.countersign.proof.json.ObjectReader;

/**
 * A public key that checks signatures. The algorithm follows from the key alone: Ed25519 (RFC 8032)
 * or ECDSA P-256 with SHA-256 in the 64-byte form of IEEE P1363.
 */
public sealed interface VerifyingKey permits P256VerifyingKey, Ed25519VerifyingKey {
  /** Whether the signature over the message is this key's; never throws for hostile input. */
  boolean verifies(byte[] message, byte[] signature);

  /** The public JWK with exactly the required members, in the order of RFC 7638 §3.2. */
  JsonObject jwk();

  /** The RFC 7638 SHA-256 thumbprint, base64url. */
  String thumbprint();

  /** What {@link #thumbprint()} is of; keys compute it once and keep it. */
  static String thumbprintOf(JsonObject jwk) {
    return Digest.sha256(JsonWriter.compact(jwk)).toString();
  }

  /**
   * Reads a public JWK that has its required members and no other.
   *
   * @throws RefusedException with the given code
   */
  static VerifyingKey fromJwk(JsonObject jwk, RefusalCode code) throws RefusedException {
    ObjectReader reader = new ObjectReader(jwk, "jwk", code);
    String curve = reader.identifier("crv");
    VerifyingKey key =
        switch (reader.identifier("kty") + "/" + curve) {
          case "EC/P-256" -> P256VerifyingKey.read(reader);
          case "OKP/Ed25519" -> Ed25519VerifyingKey.read(reader);
          default -> throw reader.refused("kty", "is not EC P-256 or OKP Ed25519");
        };
    reader.end();
    return key;
  }
}
