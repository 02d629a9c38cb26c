package dev.countersign.desktop.wiring;

import dev.countersign.desktop.approval.UnknownOutcomes;
import dev.countersign.desktop.audit.AuditUnreadableException;
import dev.countersign.desktop.audit.HistoryIndex;
import dev.countersign.desktop.audit.HistoryQuery;
import dev.countersign.desktop.audit.HistoryRow;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The decisions whose outcome nobody knew when they were completed, newest first. */
record Unsettled(HistoryIndex index, PastDecisions past, UnknownOutcomes outcomes) {
  private static final Logger LOG = LoggerFactory.getLogger(Unsettled.class);
  private static final HistoryQuery UNKNOWN = HistoryQuery.outcome("unknown");

  /** What the gateway no longer knows is asked about again, so not without end. */
  private static final int MOST = 20;

  /** Asks the gateway about each; blocks. */
  void settle() throws InterruptedException {
    try {
      index.catchUp();
      for (HistoryRow row : index.find(UNKNOWN, Long.MAX_VALUE, MOST)) {
        if (row instanceof HistoryRow.Decision decision) {
          settle(decision);
        }
      }
    } catch (IOException | AuditUnreadableException unusable) {
      LOG.warn("decisions of unknown outcome are not asked about", unusable);
    }
  }

  private void settle(HistoryRow.Decision row) throws InterruptedException {
    var decision = past.at(row.entry(), row.outcomeEntry());
    if (decision.isPresent() && outcomes.settle(row.entry(), decision.get().intent())) {
      LOG.info("the outcome of entry {} is settled", row.entry());
    }
  }
}
