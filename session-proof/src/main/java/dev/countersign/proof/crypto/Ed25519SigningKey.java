package dev.countersign.proof.crypto;

import java.io.IOException;
import java.security.SecureRandom;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;

/** An Ed25519 private key held in memory. */
public final class Ed25519SigningKey implements SigningKey {
  private final Ed25519PrivateKeyParameters key;
  private final Ed25519VerifyingKey publicKey;

  private Ed25519SigningKey(Ed25519PrivateKeyParameters key) {
    this.key = key;
    this.publicKey = new Ed25519VerifyingKey(key.generatePublicKey());
  }

  /** A new key. */
  public static Ed25519SigningKey generate(SecureRandom random) {
    return new Ed25519SigningKey(new Ed25519PrivateKeyParameters(random));
  }

  /**
   * Reads PKCS#8 DER (RFC 8410).
   *
   * @throws IOException if the bytes are not an Ed25519 private key
   */
  public static Ed25519SigningKey fromPkcs8(byte[] der) throws IOException {
    if (PrivateKeyFactory.createKey(der) instanceof Ed25519PrivateKeyParameters ed25519) {
      return new Ed25519SigningKey(ed25519);
    }
    throw new IOException("not an Ed25519 private key");
  }

  /** The private key as PKCS#8 DER, for a file that only its owner can read. */
  public byte[] toPkcs8Unsafe() {
    try {
      return PrivateKeyInfoFactory.createPrivateKeyInfo(key).getEncoded();
    } catch (IOException impossible) {
      throw new IllegalStateException("a private key that cannot be encoded", impossible);
    }
  }

  @Override
  public byte[] sign(byte[] message) {
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(true, key);
    signer.update(message, 0, message.length);
    return signer.generateSignature();
  }

  @Override
  public Ed25519VerifyingKey publicKey() {
    return publicKey;
  }

  @Override
  public String toString() {
    return "private key of " + publicKey;
  }
}
