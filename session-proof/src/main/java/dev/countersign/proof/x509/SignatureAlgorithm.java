package dev.countersign.proof.x509;

import dev.countersign.proof.Bytes;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The algorithms with which certificates, CRLs and OCSP responses may be signed, each with the one
 * encoding of its AlgorithmIdentifier (RFC 5758 §3.2, RFC 8017 §A.2.4).
 */
enum SignatureAlgorithm {
  ECDSA_SHA256("300a06082a8648ce3d040302", Hash.SHA256, false),
  ECDSA_SHA384("300a06082a8648ce3d040303", Hash.SHA384, false),
  ECDSA_SHA512("300a06082a8648ce3d040304", Hash.SHA512, false),
  RSA_SHA256("300d06092a864886f70d01010b0500", Hash.SHA256, true),
  RSA_SHA384("300d06092a864886f70d01010c0500", Hash.SHA384, true),
  RSA_SHA512("300d06092a864886f70d01010d0500", Hash.SHA512, true);

  private final String identifier;
  private final Hash hash;
  private final boolean rsa;

  SignatureAlgorithm(String identifier, Hash hash, boolean rsa) {
    this.identifier = identifier;
    this.hash = hash;
    this.rsa = rsa;
  }

  /** The algorithm with this AlgorithmIdentifier; none for every other, SHA-1 among them. */
  static Optional<SignatureAlgorithm> of(Bytes identifier) {
    String hex = HexFormat.of().formatHex(identifier.toArray());
    for (SignatureAlgorithm each : values()) {
      if (each.identifier.equals(hex)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  Hash hash() {
    return hash;
  }

  boolean isRsa() {
    return rsa;
  }
}
