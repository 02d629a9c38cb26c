package dev.countersign.proof.x509;

import java.util.Optional;

/** The algorithms of evidence; which one it is follows from the key (RFC 7518 §3.1). */
public enum JwsAlgorithm {
  /** ECDSA on P-256 with SHA-256, 64 bytes. */
  ES256,
  /** ECDSA on P-384 with SHA-384, 96 bytes. */
  ES384,
  /** RSASSA-PSS with SHA-256 and a salt of 32 bytes. */
  PS256;

  static Optional<JwsAlgorithm> named(String name) {
    for (JwsAlgorithm each : values()) {
      if (each.name().equals(name)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
