package dev.countersign.proof.crypto;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.ObjectReader;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.math.ec.ECPoint;

/**
 * An ECDSA P-256 public key, decoded once and kept: decoding costs more than half a verification.
 */
public final class P256VerifyingKey implements VerifyingKey {
  static final int COORDINATE = 32;
  static final int SIGNATURE = 2 * COORDINATE;
  static final ECDomainParameters DOMAIN = domain();

  private final ECPublicKeyParameters key;
  private final Bytes x;
  private final Bytes y;
  private final String thumbprint;

  P256VerifyingKey(ECPublicKeyParameters key) {
    this.key = key;
    ECPoint point = key.getQ().normalize();
    this.x = Bytes.of(point.getAffineXCoord().getEncoded());
    this.y = Bytes.of(point.getAffineYCoord().getEncoded());
    this.thumbprint = VerifyingKey.thumbprintOf(jwk());
  }

  /**
   * The key with these affine coordinates, 32 bytes each, big-endian.
   *
   * @throws IllegalArgumentException if the point is not on the curve
   */
  public static P256VerifyingKey of(Bytes x, Bytes y) {
    if (x.size() != COORDINATE || y.size() != COORDINATE) {
      throw new IllegalArgumentException("a P-256 coordinate is 32 bytes");
    }
    byte[] uncompressed = new byte[1 + SIGNATURE];
    uncompressed[0] = 4;
    System.arraycopy(x.toArray(), 0, uncompressed, 1, COORDINATE);
    System.arraycopy(y.toArray(), 0, uncompressed, 1 + COORDINATE, COORDINATE);
    ECPoint point = DOMAIN.getCurve().decodePoint(uncompressed);
    return new P256VerifyingKey(new ECPublicKeyParameters(point, DOMAIN));
  }

  static P256VerifyingKey read(ObjectReader jwk) throws RefusedException {
    Bytes x = jwk.bytes("x", COORDINATE);
    Bytes y = jwk.bytes("y", COORDINATE);
    try {
      return of(x, y);
    } catch (IllegalArgumentException notOnCurve) {
      throw jwk.refused("x", "and y are not a point of P-256");
    }
  }

  /** The affine x coordinate, 32 bytes big-endian. */
  public Bytes x() {
    return x;
  }

  /** The affine y coordinate, 32 bytes big-endian. */
  public Bytes y() {
    return y;
  }

  /** The same key for the Java platform's own interfaces. */
  public ECPublicKey toJava() {
    try {
      byte[] spki = SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(key).getEncoded();
      return (ECPublicKey)
          KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(spki));
    } catch (IOException | GeneralSecurityException impossible) {
      throw new IllegalStateException("a P-256 key the platform does not take", impossible);
    }
  }

  /** Checks a 64-byte IEEE P1363 signature. */
  @Override
  public boolean verifies(byte[] message, byte[] signature) {
    if (signature.length != SIGNATURE) {
      return false;
    }
    BigInteger r = new BigInteger(1, Arrays.copyOfRange(signature, 0, COORDINATE));
    BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, COORDINATE, SIGNATURE));
    return verifies(message, r, s);
  }

  /** Checks a signature in strict DER, as authenticators make it (WebAuthn §6.5.5). */
  public boolean verifiesDer(byte[] message, byte[] signature) {
    BigInteger[] rs;
    try {
      // Encodes again and compares, so only the one DER form of (r, s) passes.
      rs = StandardDSAEncoding.INSTANCE.decode(DOMAIN.getN(), signature);
    } catch (IOException | RuntimeException notDer) {
      // The decoder reports hostile bytes in either way; each means the same: no signature.
      return false;
    }
    return verifies(message, rs[0], rs[1]);
  }

  private boolean verifies(byte[] message, BigInteger r, BigInteger s) {
    ECDSASigner verifier = new ECDSASigner();
    verifier.init(false, key);
    return verifier.verifySignature(Digest.newSha256().digest(message), r, s);
  }

  @Override
  public String thumbprint() {
    return thumbprint;
  }

  @Override
  public JsonObject jwk() {
    return JsonObject.builder()
        .put("crv", "P-256")
        .put("kty", "EC")
        .put("x", x)
        .put("y", y)
        .build();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof P256VerifyingKey that && x.equals(that.x) && y.equals(that.y);
  }

  @Override
  public int hashCode() {
    return x.hashCode();
  }

  @Override
  public String toString() {
    return "P-256 " + thumbprint();
  }

  private static ECDomainParameters domain() {
    X9ECParameters curve = CustomNamedCurves.getByName("P-256");
    // Named, so that encoded keys say "P-256" instead of spelling out the curve.
    return new ECNamedDomainParameters(SECObjectIdentifiers.secp256r1, curve);
  }
}
