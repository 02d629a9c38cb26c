package dev.countersign.desktop.ui.history;

/**
 * How long the log is and what is known of it. A new entry or a new finding is another snapshot.
 *
 * @param entries number of entries
 */
public record HistorySnapshot(long entries, AuditState audit) {}
