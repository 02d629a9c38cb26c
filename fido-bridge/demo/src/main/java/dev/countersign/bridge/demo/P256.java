package dev.countersign.bridge.demo;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Map;
import org.bouncycastle.util.BigIntegers;

/** Keys on NIST P-256. */
final class P256 {

  private static final int COORDINATE = 32;

  private P256() {}

  static KeyPair generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** ECDSA with SHA-256, DER. */
  static byte[] sign(PrivateKey key, byte[]... parts) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(key);
      for (byte[] part : parts) {
        signature.update(part);
      }
      return signature.sign();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** A private key from its PKCS#8 form. */
  static PrivateKey privateKey(byte[] pkcs8) throws CtapErrorException {
    try {
      return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } catch (GeneralSecurityException notAKey) {
      throw new CtapErrorException(CtapErrorException.INVALID_PARAMETER);
    }
  }

  /** A COSE_Key (RFC 9053 §7.1.1) for the given algorithm. */
  static Map<Object, Object> cose(PublicKey key, int algorithm) {
    ECPoint point = ((ECPublicKey) key).getW();
    return Map.of(
        1,
        2,
        3,
        algorithm,
        -1,
        1,
        -2,
        BigIntegers.asUnsignedByteArray(COORDINATE, point.getAffineX()),
        -3,
        BigIntegers.asUnsignedByteArray(COORDINATE, point.getAffineY()));
  }

  /** SEC 1 §2.3.3: 04, x, y. */
  static byte[] uncompressed(ECPublicKey key) {
    return Concatenation.of(
        new byte[] {4},
        BigIntegers.asUnsignedByteArray(COORDINATE, key.getW().getAffineX()),
        BigIntegers.asUnsignedByteArray(COORDINATE, key.getW().getAffineY()));
  }

  /** The point of a COSE_Key; one off the curve is refused when it is used. */
  static ECPublicKey fromCose(CtapParameters cose, ECPublicKey sameCurve)
      throws CtapErrorException, InvalidKeyException {
    byte[] x = cose.required(-2, byte[].class);
    byte[] y = cose.required(-3, byte[].class);
    ECPoint point = new ECPoint(new BigInteger(1, x), new BigInteger(1, y));
    try {
      return (ECPublicKey)
          KeyFactory.getInstance("EC")
              .generatePublic(new ECPublicKeySpec(point, sameCurve.getParams()));
    } catch (GeneralSecurityException notAKey) {
      throw new InvalidKeyException(notAKey);
    }
  }
}
