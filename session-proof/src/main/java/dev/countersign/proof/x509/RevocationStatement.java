package dev.countersign.proof.x509;

/**
 * A signed word of an authority about which of its certificates are revoked. It is read when it is
 * made; whether it is authentic, fresh and about a certificate is found out when it is asked.
 */
public sealed interface RevocationStatement permits Crl, OcspResponse {
  /** What a statement says about one certificate. */
  enum Status {
    GOOD,
    REVOKED,
    /** Nothing that counts: another issuer, a wrong signer, too old, outside its scope. */
    SILENT
  }

  /**
   * What this says.
   *
   * @param issuer the certificate that certified it, of a verified path
   * @param time the moment to judge at, Unix seconds
   */
  Status about(Certificate certificate, Certificate issuer, long time, Freshness freshness);
}
