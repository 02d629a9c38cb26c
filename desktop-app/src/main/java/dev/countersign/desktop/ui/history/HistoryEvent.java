package dev.countersign.desktop.ui.history;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An entry that is no decision.
 *
 * @param entry its number
 * @param at when it was made; empty when it cannot be read
 * @param sentence what happened; may hold texts from outside
 * @param meaning what that says, and what it does not
 */
public record HistoryEvent(
    long entry,
    Optional<Instant> at,
    String sentence,
    String meaning,
    List<HistoryEntry.Fact> facts)
    implements HistoryStory {
  public HistoryEvent {
    facts = List.copyOf(facts);
  }
}
