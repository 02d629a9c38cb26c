package dev.countersign.desktop.audit;

import java.util.OptionalLong;

/** What the search finds. The entries themselves tell the story. */
public sealed interface HistoryRow {
  /** The number by which rows are ordered: of a decision its intent's. */
  long entry();

  /** When the entry was made, Unix seconds by the device's clock; 0 when it cannot be read. */
  long at();

  /**
   * A decision.
   *
   * @param entry number of the intent
   * @param outcomeEntry number of the newest outcome; empty while it is open
   * @param outcome {@code open}, or the outcome's word
   * @param requestId empty when the log does not hold the request
   */
  record Decision(
      long entry,
      OptionalLong outcomeEntry,
      long at,
      String decision,
      String outcome,
      String requestId,
      String requester,
      String action)
      implements HistoryRow {}

  /**
   * Any other entry.
   *
   * @param type as it stands in the entry, or {@code unreadable}
   * @param sentence what it says; may hold texts from outside
   */
  record Event(long entry, long at, String type, String sentence) implements HistoryRow {}
}
