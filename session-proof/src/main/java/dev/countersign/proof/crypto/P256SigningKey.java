package dev.countersign.proof.crypto;

import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.util.BigIntegers;

/** An ECDSA P-256 private key held in memory; nonces are deterministic (RFC 6979). */
public final class P256SigningKey implements SigningKey {
  private final ECPrivateKeyParameters key;
  private final P256VerifyingKey publicKey;

  private P256SigningKey(ECPrivateKeyParameters key) {
    this.key = key;
    this.publicKey =
        new P256VerifyingKey(
            new ECPublicKeyParameters(
                P256VerifyingKey.DOMAIN.getG().multiply(key.getD()), P256VerifyingKey.DOMAIN));
  }

  /** A new key. */
  public static P256SigningKey generate(SecureRandom random) {
    ECKeyPairGenerator generator = new ECKeyPairGenerator();
    generator.init(new ECKeyGenerationParameters(P256VerifyingKey.DOMAIN, random));
    AsymmetricCipherKeyPair pair = generator.generateKeyPair();
    return new P256SigningKey((ECPrivateKeyParameters) pair.getPrivate());
  }

  /**
   * Reads PKCS#8 DER (RFC 5958).
   *
   * @throws IOException if the bytes are not a P-256 private key
   */
  public static P256SigningKey fromPkcs8(byte[] der) throws IOException {
    if (PrivateKeyFactory.createKey(der) instanceof ECPrivateKeyParameters ec
        && ec.getParameters().getCurve().equals(P256VerifyingKey.DOMAIN.getCurve())) {
      return new P256SigningKey(new ECPrivateKeyParameters(ec.getD(), P256VerifyingKey.DOMAIN));
    }
    throw new IOException("not a P-256 private key");
  }

  /** The private key as PKCS#8 DER, for a file that only its owner can read. */
  public byte[] toPkcs8Unsafe() {
    try {
      PrivateKeyInfo info = PrivateKeyInfoFactory.createPrivateKeyInfo(key);
      return info.getEncoded();
    } catch (IOException impossible) {
      throw new IllegalStateException("a private key that cannot be encoded", impossible);
    }
  }

  @Override
  public byte[] sign(byte[] message) {
    ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
    signer.init(true, key);
    BigInteger[] rs = signer.generateSignature(Digest.newSha256().digest(message));
    byte[] p1363 = new byte[P256VerifyingKey.SIGNATURE];
    BigIntegers.asUnsignedByteArray(rs[0], p1363, 0, P256VerifyingKey.COORDINATE);
    BigIntegers.asUnsignedByteArray(
        rs[1], p1363, P256VerifyingKey.COORDINATE, P256VerifyingKey.COORDINATE);
    return p1363;
  }

  @Override
  public P256VerifyingKey publicKey() {
    return publicKey;
  }

  @Override
  public String toString() {
    return "private key of " + publicKey;
  }
}
