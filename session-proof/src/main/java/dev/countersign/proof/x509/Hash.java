package dev.countersign.proof.x509;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The digests of certificate signatures; SHA-1 names an issuer in OCSP and signs nothing. */
enum Hash {
  SHA1("SHA-1"),
  SHA256("SHA-256"),
  SHA384("SHA-384"),
  SHA512("SHA-512");

  private final String name;

  Hash(String name) {
    this.name = name;
  }

  /** The name in {@code java.security} signature algorithms, for example {@code SHA256}. */
  String signatureName() {
    return name();
  }

  byte[] digest(byte[] message) {
    try {
      return MessageDigest.getInstance(name).digest(message);
    } catch (NoSuchAlgorithmException impossible) {
      // The platform's own provider has all four.
      throw new IllegalStateException(impossible);
    }
  }
}
