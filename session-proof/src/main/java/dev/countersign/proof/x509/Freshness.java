package dev.countersign.proof.x509;

import java.util.Optional;

/**
 * Which revocation statements are fresh at the judged time. Always: the time is before {@code
 * nextUpdate}, which must be there, and the statement is not younger than the certificate's end
 * (afterwards an authority may forget).
 *
 * @param laterToo whether a statement made after the judged time counts: it knows more about an
 *     archived proof. A live verifier takes one from the near future only, because clocks differ
 *     and an answer that it fetches is made while it judges
 * @param maxAgeSeconds the greatest age at the judged time
 */
public record Freshness(boolean laterToo, long maxAgeSeconds) {
  /** How far ahead of a live verifier's clock a statement may be made. */
  public static final long MAX_AHEAD_SECONDS = 60;

  /** For an archived proof. */
  public static Freshness archived() {
    return new Freshness(true, Long.MAX_VALUE);
  }

  /** For a decision now. */
  public static Freshness live(long maxAgeSeconds) {
    return new Freshness(false, maxAgeSeconds);
  }

  /** Why a statement does not count at a time; empty if it does. All in Unix seconds. */
  Optional<String> objection(long thisUpdate, long nextUpdate, long time) {
    if (time >= nextUpdate) {
      return Optional.of("is stale: its successor was due");
    } else if (!laterToo && thisUpdate > time + MAX_AHEAD_SECONDS) {
      return Optional.of("is from the future");
    } else if (time - thisUpdate > maxAgeSeconds) {
      return Optional.of("is older than " + maxAgeSeconds + " s");
    }
    return Optional.empty();
  }

  /**
   * Whether a certificate that a fresh statement lists was revoked at a time. What a live verifier
   * takes and lists it was made at that time, by one clock or the other.
   *
   * @param since the date of the entry
   */
  boolean isRevoked(long since, long thisUpdate, long time) {
    return !laterToo || since <= time || thisUpdate <= time;
  }
}
