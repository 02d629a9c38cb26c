package dev.countersign.desktop.ui.trust;

import java.time.Instant;
import java.util.List;

/**
 * Alarms that wait for somebody, and what the second witnesses said.
 *
 * @param alarms oldest first
 */
public record TrustSnapshot(List<Alarm> alarms, List<Witness> witnesses) {
  /** Nothing to tell. */
  public static final TrustSnapshot QUIET = new TrustSnapshot(List.of(), List.of());

  public TrustSnapshot {
    alarms = List.copyOf(alarms);
    witnesses = List.copyOf(witnesses);
  }

  /**
   * An alarm.
   *
   * @param headline what happened, in one sentence
   * @param advice what to do now
   * @param reference how the operator finds it, for example a correlation id
   */
  public record Alarm(String headline, String advice, String reference, Instant at) {}

  /**
   * A second witness.
   *
   * @param words what it said, one clause
   */
  public record Witness(String name, Standing standing, String words) {}

  /** How a second witness stands to this log. */
  public enum Standing {
    NOT_ASKED,
    COSIGNED,
    SILENT,
    ALARMED
  }
}
