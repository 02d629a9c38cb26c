package dev.countersign.desktop.ui.history;

import java.util.List;

/**
 * The past decisions and the state of the log that they were read from.
 *
 * @param entries newest first
 */
public record HistorySnapshot(List<HistoryEntry> entries, AuditState audit) {
  public HistorySnapshot {
    entries = List.copyOf(entries);
  }
}
