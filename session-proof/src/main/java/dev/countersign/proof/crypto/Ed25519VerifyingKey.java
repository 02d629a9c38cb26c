package dev.countersign.proof.crypto;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.ObjectReader;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;

/** An Ed25519 public key (RFC 8032, pure). */
public final class Ed25519VerifyingKey implements VerifyingKey {
  private static final int SIZE = 32;
  private static final int SIGNATURE = 64;

  private final Ed25519PublicKeyParameters key;
  private final Bytes raw;
  private final String thumbprint;

  Ed25519VerifyingKey(Ed25519PublicKeyParameters key) {
    this.key = key;
    this.raw = Bytes.of(key.getEncoded());
    this.thumbprint = VerifyingKey.thumbprintOf(jwk());
  }

  static Ed25519VerifyingKey read(ObjectReader jwk) throws RefusedException {
    Bytes x = jwk.bytes("x", SIZE);
    try {
      return new Ed25519VerifyingKey(new Ed25519PublicKeyParameters(x.toArray(), 0));
    } catch (IllegalArgumentException notAPoint) {
      throw jwk.refused("x", "is not an Ed25519 public key");
    }
  }

  /** The raw 32-byte public key. */
  public Bytes raw() {
    return raw;
  }

  /** The same key for the Java platform's own interfaces. */
  public PublicKey toJava() {
    try {
      byte[] spki = SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(key).getEncoded();
      return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki));
    } catch (IOException | GeneralSecurityException impossible) {
      throw new IllegalStateException("an Ed25519 key the platform does not take", impossible);
    }
  }

  @Override
  public boolean verifies(byte[] message, byte[] signature) {
    if (signature.length != SIGNATURE) {
      return false;
    }
    Ed25519Signer verifier = new Ed25519Signer();
    verifier.init(false, key);
    verifier.update(message, 0, message.length);
    return verifier.verifySignature(signature);
  }

  @Override
  public String thumbprint() {
    return thumbprint;
  }

  @Override
  public JsonObject jwk() {
    return JsonObject.builder().put("crv", "Ed25519").put("kty", "OKP").put("x", raw).build();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Ed25519VerifyingKey that && raw.equals(that.raw);
  }

  @Override
  public int hashCode() {
    return raw.hashCode();
  }

  @Override
  public String toString() {
    return "Ed25519 " + thumbprint();
  }
}
