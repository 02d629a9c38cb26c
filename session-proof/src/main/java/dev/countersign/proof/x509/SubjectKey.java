package dev.countersign.proof.x509;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import java.util.Optional;

/** The public key of a certificate, decoded once and kept. */
public sealed interface SubjectKey permits EcKey, RsaKey {
  /** The SubjectPublicKeyInfo as it stands in the certificate, DER. */
  Bytes spki();

  /** The one JWS algorithm of this key; none for a key that cannot make evidence. */
  Optional<JwsAlgorithm> jwsAlgorithm();

  /** Whether this is the key's signature in the form that JWS uses; never throws. */
  boolean verifiesJws(byte[] message, byte[] signature);

  /** Whether this is the key's signature in the form that X.509 uses; never throws. */
  boolean verifies(SignatureAlgorithm algorithm, byte[] message, byte[] signature);

  /** SHA-256 of the SubjectPublicKeyInfo: the key's name as a token. */
  default Digest thumbprint() {
    return Digest.sha256(spki().toArray());
  }

  /** Reads a SubjectPublicKeyInfo; nothing if it is of a kind or size that is not supported. */
  static Optional<SubjectKey> read(Bytes spki, DerReader reader) throws RefusedException {
    DerReader info = reader.sequence();
    Bytes algorithm = info.element(DerReader.SEQUENCE);
    byte[] key = info.bitStringBytes();
    info.end();
    reader.end();
    if (algorithm.equals(RsaKey.ALGORITHM)) {
      return RsaKey.read(spki, key).map(SubjectKey.class::cast);
    }
    return EcCurve.of(algorithm).flatMap(curve -> EcKey.read(spki, curve, key));
  }
}
