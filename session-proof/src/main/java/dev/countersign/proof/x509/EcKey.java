package dev.countersign.proof.x509;

import dev.countersign.proof.Bytes;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Optional;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;

/** A key on a named curve, its point uncompressed. */
final class EcKey implements SubjectKey {
  private static final byte UNCOMPRESSED = 4;

  private final Bytes spki;
  private final EcCurve curve;
  private final ECPublicKeyParameters key;

  private EcKey(Bytes spki, EcCurve curve, ECPublicKeyParameters key) {
    this.spki = spki;
    this.curve = curve;
    this.key = key;
  }

  static Optional<SubjectKey> read(Bytes spki, EcCurve curve, byte[] point) {
    if (point.length != 1 + 2 * curve.size() || point[0] != UNCOMPRESSED) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new EcKey(
              spki,
              curve,
              new ECPublicKeyParameters(
                  curve.domain().getCurve().decodePoint(point), curve.domain())));
    } catch (IllegalArgumentException notOnCurve) {
      // Coordinates out of range or a point beside the curve: no key.
      return Optional.empty();
    }
  }

  @Override
  public Bytes spki() {
    return spki;
  }

  @Override
  public Optional<JwsAlgorithm> jwsAlgorithm() {
    return curve.jws();
  }

  @Override
  public boolean verifiesJws(byte[] message, byte[] signature) {
    if (curve.jws().isEmpty() || signature.length != 2 * curve.size()) {
      return false;
    }
    BigInteger r = new BigInteger(1, signature, 0, curve.size());
    BigInteger s = new BigInteger(1, signature, curve.size(), curve.size());
    return verifies(curve.hash(), message, r, s);
  }

  @Override
  public boolean verifies(SignatureAlgorithm algorithm, byte[] message, byte[] signature) {
    if (algorithm.isRsa()) {
      return false;
    }
    BigInteger[] rs;
    try {
      rs = StandardDSAEncoding.INSTANCE.decode(curve.domain().getN(), signature);
    } catch (IOException | RuntimeException notDer) {
      // The decoder reports hostile bytes in either way; each means the same: no signature.
      return false;
    }
    return verifies(algorithm.hash(), message, rs[0], rs[1]);
  }

  private boolean verifies(Hash hash, byte[] message, BigInteger r, BigInteger s) {
    ECDSASigner verifier = new ECDSASigner();
    verifier.init(false, key);
    return verifier.verifySignature(hash.digest(message), r, s);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EcKey that && spki.equals(that.spki);
  }

  @Override
  public int hashCode() {
    return spki.hashCode();
  }

  @Override
  public String toString() {
    return curve.name() + " " + thumbprint();
  }
}
