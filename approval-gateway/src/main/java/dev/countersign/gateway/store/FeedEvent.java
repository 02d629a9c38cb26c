package dev.countersign.gateway.store;

import dev.countersign.proof.crypto.Digest;
import java.util.Locale;

/**
 * A hint that something about a request changed, or that there is an alarm.
 *
 * @param seq position in the gapless sequence, from 1
 * @param requestId for {@link Kind#HEAD} the alarm's id
 * @param requestSha256 for {@link Kind#HEAD} zeros
 */
public record FeedEvent(long seq, Kind kind, String requestId, Digest requestSha256) {
  /** What changed. */
  public enum Kind {
    /** A new request waits for a decision. */
    PENDING,
    /** Something else about it changed, for example its grant was redeemed. */
    CHANGED,
    /** The requester withdrew or superseded it. */
    WITHDRAWN,
    EXPIRED,
    /** A decision closed it. */
    CONSUMED,
    /** Its session ended, or its grant was revoked. */
    REVOKED,
    /** The witness raised an alarm about a device's log. */
    HEAD;

    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Kind ofWire(String wire) {
      return valueOf(wire.toUpperCase(Locale.ROOT));
    }
  }
}
