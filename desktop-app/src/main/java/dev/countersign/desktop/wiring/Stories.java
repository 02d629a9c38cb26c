package dev.countersign.desktop.wiring;

import dev.countersign.desktop.audit.AuditEntry;
import dev.countersign.desktop.audit.AuditLog;
import dev.countersign.desktop.audit.AuditUnreadableException;
import dev.countersign.desktop.audit.EntryFacts;
import dev.countersign.desktop.audit.EntryWords;
import dev.countersign.desktop.audit.HistoryRow;
import dev.countersign.desktop.ui.history.EntryStanding;
import dev.countersign.desktop.ui.history.HistoryDesk.Told;
import dev.countersign.desktop.ui.history.HistoryEntry.Fact;
import dev.countersign.desktop.ui.history.HistoryEvent;
import dev.countersign.proof.log.Checkpoint;
import dev.countersign.proof.log.TreeHashing;
import dev.countersign.proof.log.TreeVerifier;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells rows of the history from the log's own entries, and whether those are in its tree. */
record Stories(AuditLog log, PastDecisions past) {

  /**
   * Reads the row's entries now.
   *
   * @throws IllegalStateException if the log has no such entry
   */
  Told of(HistoryRow row) {
    AuditEntry entry =
        past.entry(row.entry())
            .orElseThrow(() -> new IllegalStateException("there is no entry " + row.entry()));
    return switch (row) {
      case HistoryRow.Decision decision -> decision(entry, decision);
      case HistoryRow.Event _ -> new Told(event(entry), standing(Stream.of(entry)));
    };
  }

  private Told decision(AuditEntry intent, HistoryRow.Decision row) {
    Optional<AuditEntry> end =
        row.outcomeEntry().isPresent()
            ? past.entry(row.outcomeEntry().getAsLong())
            : Optional.empty();
    return past.of(intent, end)
        .map(decision ->
            new Told(
                PastDecisions.story(decision),
                standing(Stream.concat(Stream.of(intent), decision.end().stream()))))
        .orElseThrow(() -> new IllegalStateException("entry " + row.entry() + " is no decision"));
  }

  private static HistoryEvent event(AuditEntry entry) {
    EntryWords words = EntryWords.of(entry);
    long at = EntryFacts.of(entry).at();
    return new HistoryEvent(
        entry.index(),
        at == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(at)),
        words.sentence(),
        words.meaning(),
        facts(words));
  }

  private static List<Fact> facts(EntryWords words) {
    return words.facts().entrySet().stream()
        .map(fact -> new Fact(fact.getKey(), fact.getValue()))
        .toList();
  }

  /** From the bytes just read, up to the root that the writer holds. */
  private EntryStanding standing(Stream<AuditEntry> entries) {
    Checkpoint head = log.head();
    List<AuditEntry> all = entries.toList();
    return new EntryStanding(
        all.stream().allMatch(entry -> isIn(head, entry)), all.getLast().index());
  }

  private boolean isIn(Checkpoint head, AuditEntry entry) {
    try {
      return TreeVerifier.inclusion(
              log.inclusionProof(entry.index(), head.size()),
              TreeHashing.leaf(entry.leaf().toArray()),
              head.root())
          .holds();
    } catch (AuditUnreadableException damaged) {
      return false;
    }
  }
}
