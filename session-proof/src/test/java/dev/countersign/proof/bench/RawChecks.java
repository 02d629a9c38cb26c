package dev.countersign.proof.bench;

import dev.countersign.proof.bench.PreparedProof.Signed;

/** The signature checks that a proof contains, and nothing else, by one provider. Keys are kept. */
interface RawChecks {
  /** Ed25519. */
  boolean gateway(Signed request);

  /** ECDSA P-256 with SHA-256, 64 bytes P1363. */
  boolean device(Signed object);

  /** ECDSA P-256 with SHA-256, DER. */
  boolean token(Signed assertion);
}
