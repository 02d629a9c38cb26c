package dev.countersign.desktop.ui.history;

import java.util.List;

/** What one row of the history tells on a page of its own. */
public sealed interface HistoryStory permits HistoryEntry, HistoryEvent {
  /** Named values out of the log: names in our words, values verbatim. */
  List<HistoryEntry.Fact> facts();
}
