package dev.countersign.desktop.ui.history;

import dev.countersign.desktop.audit.HistoryQuery;
import dev.countersign.desktop.audit.HistoryRow;
import dev.countersign.desktop.export.Export;
import dev.countersign.desktop.export.ExportFormat;
import dev.countersign.desktop.ui.tokens.EnrolledTokenChanges;
import java.nio.file.Path;
import java.util.List;

/**
 * What the history page can do. Every method may take time and is called off the FX thread, except
 * those that say so.
 */
public interface HistoryDesk {
  /** What a search found: how many in all, and the first of them. */
  record Found(long total, List<HistoryRow> rows) {}

  /** A story, and whether it can be relied on. */
  record Told(HistoryStory story, EntryStanding standing) {}

  /**
   * Rows below an entry's number, newest first; of a decision its intent's number counts.
   *
   * @param below {@link Long#MAX_VALUE} for the newest
   */
  Found search(HistoryQuery query, long below, int limit);

  /** The row as the log's own entries tell it. */
  Told story(HistoryRow row);

  /** Begins to verify the whole log, unless that is under way; returns at once. */
  void verifyNow();

  /** Stops a verification that is under way; returns at once. */
  void stopVerifying();

  /**
   * Exports the whole log after an enrolled token signed that. Interrupting it stops it.
   *
   * @param person asked for PIN and touch
   */
  Export.Outcome export(
      Path file, ExportFormat format, EnrolledTokenChanges.Person person, Export.Control control)
      throws InterruptedException;
}
