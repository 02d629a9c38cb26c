package dev.countersign.proof.log;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;

/** The signature primitives, from the platform's own providers. */
final class Signatures {
  private static final String ED25519 = "Ed25519";
  private static final String P256 = "SHA256withECDSAinP1363Format";

  private Signatures() {}

  static byte[] ed25519(PrivateKey key, byte[] message) throws SignatureException {
    try {
      Signature signature = Signature.getInstance(ED25519);
      signature.initSign(key);
      signature.update(message);
      return signature.sign();
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new SignatureException("the witness key cannot sign", e);
    }
  }

  static boolean verifyEd25519(PublicKey key, byte[] message, byte[] signature) {
    return verify(ED25519, key, message, signature);
  }

  static boolean verifyP256(PublicKey key, byte[] message, byte[] p1363) {
    return verify(P256, key, message, p1363);
  }

  private static boolean verify(String algorithm, PublicKey key, byte[] message, byte[] value) {
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initVerify(key);
      signature.update(message);
      return signature.verify(value);
    } catch (GeneralSecurityException unusable) {
      // A value the primitive cannot even read is not this key's signature; failing closed is the
      // answer.
      return false;
    }
  }
}
