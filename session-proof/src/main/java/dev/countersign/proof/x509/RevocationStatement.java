package dev.countersign.proof.x509;

/**
 * A signed word of an authority about which of its certificates are revoked. It is read when it is
 * made; whether it is authentic, fresh and about a certificate is found out when it is asked.
 */
public sealed interface RevocationStatement permits Crl, OcspResponse {
  /** What a statement says about one certificate. */
  sealed interface Word {
    /** It is not revoked. */
    record Good() implements Word {}

    /** It is revoked. */
    record Revoked() implements Word {}

    /**
     * Nothing that counts.
     *
     * @param concerns whether the statement is of the authority and about the certificate at all
     * @param why the end of a sentence that begins with the statement, for people
     */
    record Silent(boolean concerns, String why) implements Word {}
  }

  /**
   * What this says.
   *
   * @param issuer the certificate that certified it, of a verified path
   * @param time the moment to judge at, Unix seconds
   */
  Word about(Certificate certificate, Certificate issuer, long time, Freshness freshness);

  /** What this is, as the beginning of a sentence. */
  String kind();
}
