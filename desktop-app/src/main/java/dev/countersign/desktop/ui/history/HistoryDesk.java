package dev.countersign.desktop.ui.history;

import dev.countersign.desktop.audit.HistoryQuery;
import dev.countersign.desktop.audit.HistoryRow;
import dev.countersign.desktop.export.Export;
import dev.countersign.desktop.export.ExportFormat;
import java.nio.file.Path;
import java.util.List;

/**
 * What the history page can do. Every method may take time and is called off the FX thread, except
 * those that say so.
 */
public interface HistoryDesk {
  /** What a search found: how many in all, and the first of them. */
  record Found(long total, List<HistoryRow> rows) {}

  /**
   * Decisions below an intent's number, newest first.
   *
   * @param below {@link Long#MAX_VALUE} for the newest
   */
  Found search(HistoryQuery query, long below, int limit);

  /** The decision as the log's own entries tell it. */
  HistoryEntry story(HistoryRow row);

  /** Begins to verify the whole log, unless that is under way; returns at once. */
  void verifyNow();

  /** Stops a verification that is under way; returns at once. */
  void stopVerifying();

  /**
   * Exports the whole log after a touch of a key.
   *
   * @param touch told when the key is to be touched
   */
  Export.Outcome export(Path file, ExportFormat format, Runnable touch, Export.Control control);
}
