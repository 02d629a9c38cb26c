package dev.countersign.desktop.audit;

import dev.countersign.proof.Bytes;
import java.util.Optional;

/**
 * One entry as history shows it. Reading it does not verify it.
 *
 * @param index number of the entry, from 0
 * @param leaf the exact stored bytes
 * @param content what they say
 */
public record AuditEntry(long index, Bytes leaf, Content content) {
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
