package dev.countersign.proof.x509;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import java.util.Optional;

/**
 * The frame that certificates, CRLs and OCSP responses share: what is signed, how, and the
 * signature.
 *
 * @param content the signed bytes, DER
 * @param identifier the AlgorithmIdentifier, DER
 */
record Signed(Bytes content, Bytes identifier, Bytes signature) {
  static Signed read(DerReader frame) throws RefusedException {
    return new Signed(
        frame.element(DerReader.SEQUENCE),
        frame.element(DerReader.SEQUENCE),
        Bytes.of(frame.bitStringBytes()));
  }

  /** Whether the key signed this with an algorithm that is allowed. */
  boolean isBy(SubjectKey key) {
    Optional<SignatureAlgorithm> algorithm = SignatureAlgorithm.of(identifier);
    return algorithm.isPresent()
        && key.verifies(algorithm.get(), content.toArray(), signature.toArray());
  }

  /** Whether a certificate's key signed this. */
  boolean isBy(Certificate signer) {
    return signer.key().filter(this::isBy).isPresent();
  }
}
