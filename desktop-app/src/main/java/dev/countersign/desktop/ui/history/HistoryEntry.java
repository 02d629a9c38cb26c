package dev.countersign.desktop.ui.history;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One decision as the audit log tells it.
 *
 * @param requestId the gateway's id of the request
 * @param headline the request in one sentence
 * @param kind what the approver wanted
 * @param at when the intent was recorded
 * @param intentEntry the log index of the intent
 * @param outcomeEntry the log index of the outcome; empty while it is open
 * @param outcome how it ended; empty while it is open
 * @param facts digests and receipt facts, names in our words and values verbatim
 */
public record HistoryEntry(
    String requestId,
    String headline,
    Kind kind,
    Instant at,
    long intentEntry,
    OptionalLong outcomeEntry,
    Optional<Outcome> outcome,
    List<Fact> facts)
    implements HistoryStory {

  /** What the approver wanted. */
  public enum Kind {
    APPROVE("Approved", "approve"),
    DENY("Denied", "deny"),
    DENY_AND_REVOKE("Denied, session ended", "deny it and end the requester's session");

    private final String past;
    private final String wish;

    Kind(String past, String wish) {
      this.past = past;
      this.wish = wish;
    }

    String past() {
      return past;
    }

    String wish() {
      return wish;
    }
  }

  /**
   * How it ended.
   *
   * @param accepted whether the gateway accepted the proof
   * @param sentence what happened, for a person
   */
  public record Outcome(boolean accepted, String sentence) {}

  /** A named value. */
  public record Fact(String name, String value) {}

  public HistoryEntry {
    facts = List.copyOf(facts);
  }

  /** The word for the list: what came of it, not what was wanted. */
  public String word() {
    return outcome
        .map(ended -> ended.accepted() ? kind.past() : "Not sent")
        .orElse("Outcome unknown");
  }
}
