package dev.countersign.desktop.audit;

import dev.countersign.proof.Bytes;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One entry as history shows it. Reading it does not verify it.
 *
 * @param index number of the entry, from 0
 * @param leaf the exact stored bytes
 * @param content what they say
 */
public record AuditEntry(long index, Bytes leaf, Content content) {
  private static final String GENESIS = "genesis";
  private static final String INTENT = "intent";
  private static final String OUTCOME = "outcome";
  private static final String UNREADABLE = "unreadable";

  /** The entry's {@code type}; {@code unreadable} for one that this version cannot read. */
  public String type() {
    return switch (content) {
      case Content.Begun _ -> GENESIS;
      case Content.Intended _ -> INTENT;
      case Content.Ended _ -> OUTCOME;
      case Content.Happened happened -> EventCodec.type(happened.event()).wire();
      case Content.Unreadable _ -> UNREADABLE;
    };
  }

  /** Every value that {@link #type} can have, in alphabetical order. */
  public static SortedSet<String> types() {
    SortedSet<String> all = new TreeSet<>(Set.of(GENESIS, INTENT, OUTCOME, UNREADABLE));
    for (EventType type : EventType.values()) {
      all.add(type.wire());
    }
    return all;
  }

  /** What an entry says. Times are Unix seconds by the device's clock. */
  public sealed interface Content {
    /** The first entry of a log. */
    record Begun(long at, Genesis genesis) implements Content {}

    /** A decision about to be signed. */
    record Intended(long at, Intent intent) implements Content {}

    /**
     * How the decision of the entry {@code intentIndex} ended; {@code request} is the envelope that
     * was shown.
     */
    record Ended(
        long at,
        long intentIndex,
        Bytes requestSha256,
        DecisionOutcome outcome,
        Optional<Bytes> request)
        implements Content {}

    /** Anything else that happened. */
    record Happened(long at, DeskEvent event) implements Content {}

    /** Bytes this version cannot read: an unknown type, or damage. */
    record Unreadable(String reason) implements Content {}
  }
}
