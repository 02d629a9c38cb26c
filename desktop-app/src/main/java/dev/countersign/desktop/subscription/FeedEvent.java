package dev.countersign.desktop.subscription;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.ObjectReader;

/**
 * One event of the feed: a hint about a request, never its content.
 *
 * @param sequence the feed's number, rising
 * @param requestId empty for a {@link Kind#HEAD} event that names none
 */
record FeedEvent(long sequence, Kind kind, String requestId) {

  /** What the hint is about. */
  enum Kind {
    PENDING,
    CHANGED,
    WITHDRAWN,
    EXPIRED,
    CONSUMED,
    REVOKED,
    HEAD;

    static Kind of(String wire) throws RefusedException {
      for (Kind kind : values()) {
        if (kind.name().equalsIgnoreCase(wire)) {
          return kind;
        }
      }
      throw new RefusedException(RefusalCode.MALFORMED_JSON, "an unknown kind of feed event");
    }
  }

  /** Reads the members that SSE data and poll items have in common. */
  static FeedEvent read(long sequence, String kind, ObjectReader data) throws RefusedException {
    return new FeedEvent(sequence, Kind.of(kind), data.optionalIdentifier("request_id").orElse(""));
  }
}
