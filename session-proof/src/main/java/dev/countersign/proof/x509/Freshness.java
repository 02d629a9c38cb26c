package dev.countersign.proof.x509;

/**
 * Which revocation statements are fresh at the judged time. Always: the time is before {@code
 * nextUpdate}, which must be there, and the statement is not younger than the certificate's end
 * (afterwards an authority may forget).
 *
 * @param laterToo whether a statement made after the judged time counts: it knows more about an
 *     archived proof, and a live verifier has no use for one from the future
 * @param maxAgeSeconds the greatest age at the judged time
 */
public record Freshness(boolean laterToo, long maxAgeSeconds) {
  /** For an archived proof. */
  public static Freshness archived() {
    return new Freshness(true, Long.MAX_VALUE);
  }

  /** For a decision now. */
  public static Freshness live(long maxAgeSeconds) {
    return new Freshness(false, maxAgeSeconds);
  }

  boolean accepts(long thisUpdate, long nextUpdate, long time, Certificate about) {
    return time < nextUpdate
        && thisUpdate <= about.notAfter()
        && (laterToo || thisUpdate <= time)
        && time - thisUpdate <= maxAgeSeconds;
  }
}
