package dev.countersign.desktop.audit;

import java.util.Set;

/** Which entries the history shows; every type of entry belongs to exactly one kind. */
public enum HistoryKind {
  /** Each decision in one row: its intent, and its outcome once there is one. */
  DECISIONS("intent"),
  /** All that follow, and the decisions. */
  EVERYTHING,
  /** The desk was opened or closed. */
  STARTS("start", "stop"),
  /** A start after a crash. */
  RECOVERY("recovery"),
  /** This device and its tokens: enrolled, renamed, revoked. */
  ENROLMENT("genesis", "enrolment"),
  /** Tokens that came and went. */
  TOKENS("token_event"),
  SETTINGS("settings"),
  /** The feed of the gateway was lost or is followed again. */
  CONNECTION("feed_loss"),
  EXPORTS("export"),
  /** A second witness contradicted this log. */
  ALARMS("witness_alarm"),
  /** Heads of the log that prove silence. */
  LOG_HEADS("log_head"),
  /** What this version cannot read, and an outcome that belongs to no intent. */
  OUT_OF_PLACE("unreadable", "outcome");

  @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
  private final Set<String> types;

  HistoryKind(String... types) {
    this.types = Set.of(types);
  }

  /** The {@code type} of its entries; empty for all. */
  public Set<String> types() {
    return types;
  }
}
