package dev.countersign.desktop.wiring;

import dev.countersign.desktop.approval.Subscription;
import dev.countersign.desktop.audit.AuditLog;
import dev.countersign.desktop.audit.AuditUnreadableException;
import dev.countersign.desktop.audit.LogVerdict;
import dev.countersign.desktop.ui.history.AuditState;
import dev.countersign.desktop.ui.history.HistorySnapshot;
import dev.countersign.desktop.ui.history.HistorySource;
import java.util.List;
import java.util.OptionalLong;

/**
 * History from the audit log. The log was verified entry by entry when the desk started; since then
 * only this program's one writer has added to it, so the verified part grows with it.
 */
final class AuditHistory implements HistorySource {
  private final AuditLog log;
  private final ObservedAudit changes;
  private final PastDecisions past;
  private final LogVerdict atStart;

  AuditHistory(AuditLog log, ObservedAudit changes, PastDecisions past, LogVerdict atStart) {
    this.log = log;
    this.changes = changes;
    this.past = past;
    this.atStart = atStart;
  }

  @Override
  public HistorySnapshot load() {
    try {
      return new HistorySnapshot(
          past.newest().stream().map(PastDecisions::story).toList(), auditState());
    } catch (AuditUnreadableException unreadable) {
      return new HistorySnapshot(List.of(), new AuditState.Broken(unreadable.fault().sentence()));
    }
  }

  @Override
  public Subscription onChange(Runnable changed) {
    return changes.onChange(changed);
  }

  private AuditState auditState() {
    return switch (atStart) {
      case LogVerdict.Intact _, LogVerdict.Unsealed _ ->
          new AuditState.Verified(
              log.head().size(),
              log.newestCheckpoint()
                  .map(signed -> OptionalLong.of(signed.checkpoint().size()))
                  .orElse(OptionalLong.empty()));
      case LogVerdict.Changed changed ->
          new AuditState.Broken(
              "The audit log was changed: " + changed.findings().getFirst() + ".");
      case LogVerdict.Truncated _ -> new AuditState.Broken("Entries were cut off the audit log.");
      case LogVerdict.Unusable(String sentence) -> new AuditState.Broken(sentence);
    };
  }
}
