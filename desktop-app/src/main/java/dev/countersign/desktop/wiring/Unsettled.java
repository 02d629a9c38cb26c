package dev.countersign.desktop.wiring;

import dev.countersign.desktop.approval.UnknownOutcomes;
import dev.countersign.desktop.audit.AuditUnreadableException;
import dev.countersign.desktop.audit.HistoryIndex;
import dev.countersign.desktop.audit.HistoryQuery;
import dev.countersign.desktop.audit.HistoryRow;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The decisions whose outcome nobody knew when they were completed, newest first. */
record Unsettled(HistoryIndex index, PastDecisions past, UnknownOutcomes outcomes) {
  private static final Logger LOG = LoggerFactory.getLogger(Unsettled.class);
  private static final HistoryQuery UNKNOWN = new HistoryQuery("", "", "unknown", 0, "", "");

  /** What the gateway no longer knows is asked about again, so not without end. */
  private static final int MOST = 20;

  /** Asks the gateway about each; blocks. */
  void settle() throws InterruptedException {
    try {
      index.catchUp();
      List<HistoryRow> rows = index.find(UNKNOWN, Long.MAX_VALUE, MOST);
      for (HistoryRow row : rows) {
        var decision = past.at(row.intentEntry(), row.outcomeEntry());
        if (decision.isPresent() && outcomes.settle(row.intentEntry(), decision.get().intent())) {
          LOG.info("the outcome of entry {} is settled", row.intentEntry());
        }
      }
    } catch (IOException | AuditUnreadableException unusable) {
      LOG.warn("decisions of unknown outcome are not asked about", unusable);
    }
  }
}
