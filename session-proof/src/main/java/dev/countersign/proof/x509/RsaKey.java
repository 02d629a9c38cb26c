package dev.countersign.proof.x509;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.HexFormat;
import java.util.Optional;

/**
 * An RSA key of 2,048 to 4,096 bits. The platform's own provider, named explicitly, is the fastest
 * here and takes signatures of exactly the modulus' length only.
 */
final class RsaKey implements SubjectKey {
  /** rsaEncryption with NULL (RFC 3279 §2.3.1). */
  static final Bytes ALGORITHM =
      Bytes.of(HexFormat.of().parseHex("300d06092a864886f70d0101010500"));

  private static final String PROVIDER = "SunRsaSign";
  private static final int MIN_BITS = 2048;
  private static final int MAX_BITS = 4096;
  private static final int MIN_EXPONENT = 65_537;
  private static final int MAX_EXPONENT_BITS = 32;

  /** PS256 of RFC 7518 §3.5: SHA-256 for message and mask, a salt of 32 bytes. */
  private static final PSSParameterSpec PS256 =
      new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);

  private final Bytes spki;
  private final PublicKey key;

  private RsaKey(Bytes spki, PublicKey key) {
    this.spki = spki;
    this.key = key;
  }

  static Optional<RsaKey> read(Bytes spki, byte[] encoded) throws RefusedException {
    DerReader reader = DerReader.over(encoded, RefusalCode.MALFORMED_CERTIFICATE);
    DerReader numbers = reader.sequence();
    BigInteger modulus = numbers.integer();
    BigInteger exponent = numbers.integer();
    numbers.end();
    reader.end();
    boolean usable =
        modulus.signum() > 0
            && modulus.bitLength() >= MIN_BITS
            && modulus.bitLength() <= MAX_BITS
            && modulus.testBit(0)
            && exponent.compareTo(BigInteger.valueOf(MIN_EXPONENT)) >= 0
            && exponent.bitLength() <= MAX_EXPONENT_BITS
            && exponent.testBit(0);
    if (!usable) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new RsaKey(
              spki,
              KeyFactory.getInstance("RSA", PROVIDER)
                  .generatePublic(new RSAPublicKeySpec(modulus, exponent))));
    } catch (GeneralSecurityException notAKey) {
      return Optional.empty();
    }
  }

  @Override
  public Bytes spki() {
    return spki;
  }

  @Override
  public Optional<JwsAlgorithm> jwsAlgorithm() {
    return Optional.of(JwsAlgorithm.PS256);
  }

  @Override
  public boolean verifiesJws(byte[] message, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance("RSASSA-PSS", PROVIDER);
      verifier.setParameter(PS256);
      return verifies(verifier, message, signature);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("the platform has no RSASSA-PSS", impossible);
    }
  }

  @Override
  public boolean verifies(SignatureAlgorithm algorithm, byte[] message, byte[] signature) {
    if (!algorithm.isRsa()) {
      return false;
    }
    try {
      String name = algorithm.hash().signatureName() + "withRSA";
      return verifies(Signature.getInstance(name, PROVIDER), message, signature);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("the platform has no RSA signatures", impossible);
    }
  }

  private boolean verifies(Signature verifier, byte[] message, byte[] signature)
      throws GeneralSecurityException {
    verifier.initVerify(key);
    verifier.update(message);
    try {
      return verifier.verify(signature);
    } catch (SignatureException notASignature) {
      // A wrong length or padding: whatever it is, it is not this key's signature.
      return false;
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RsaKey that && spki.equals(that.spki);
  }

  @Override
  public int hashCode() {
    return spki.hashCode();
  }

  @Override
  public String toString() {
    return "RSA " + thumbprint();
  }
}
