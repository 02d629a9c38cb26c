package dev.countersign.desktop.wiring;

import dev.countersign.desktop.approval.Subscription;
import dev.countersign.desktop.audit.AuditLog;
import dev.countersign.desktop.audit.AuditUnreadableException;
import dev.countersign.desktop.audit.LogVerdict;
import dev.countersign.desktop.ui.history.AuditState;
import dev.countersign.desktop.ui.history.HistorySnapshot;
import dev.countersign.desktop.ui.history.HistorySource;
import dev.countersign.proof.log.NoteCheck;
import dev.countersign.proof.log.NoteVerifier;
import java.util.List;
import java.util.OptionalLong;

/**
 * History from the audit log, with what its verification found. Since then only this program's one
 * writer has added to it, so the verified part grows with it.
 */
final class AuditHistory implements HistorySource {
  private final AuditLog log;
  private final ObservedAudit changes;
  private final NoteVerifier witness;
  private final LogVerification verification;

  AuditHistory(
      AuditLog log, ObservedAudit changes, NoteVerifier witness, LogVerification verification) {
    this.log = log;
    this.changes = changes;
    this.witness = witness;
    this.verification = verification;
  }

  @Override
  public HistorySnapshot load() {
    try {
      return new HistorySnapshot(log.head().size(), auditState());
    } catch (AuditUnreadableException unreadable) {
      return new HistorySnapshot(0, new AuditState.Broken(unreadable.fault().sentence()));
    }
  }

  @Override
  public Subscription onChange(Runnable changed) {
    Subscription entries = changes.onChange(changed);
    Subscription checks = verification.onChange(changed);
    return () -> {
      entries.close();
      checks.close();
    };
  }

  private AuditState auditState() {
    return switch (verification.state()) {
      case LogVerification.State.NotChecked _ -> new AuditState.NotChecked();
      case LogVerification.State.Checking(long done, long total) ->
          new AuditState.Checking(done, total);
      case LogVerification.State.Checked checked -> judged(checked);
    };
  }

  private AuditState judged(LogVerification.State.Checked checked) {
    return switch (checked.verdict()) {
      case LogVerdict.Intact _, LogVerdict.Unsealed _ ->
          new AuditState.Verified(log.head().size(), witnessed(), witness.name(), checked.at());
      case LogVerdict.Changed changed ->
          new AuditState.Broken(
              "The audit log was changed: " + changed.findings().getFirst() + ".");
      case LogVerdict.Truncated _ -> new AuditState.Broken("Entries were cut off the audit log.");
      case LogVerdict.Unusable(String sentence) -> new AuditState.Broken(sentence);
    };
  }

  /** Up to where a signature of the pinned witness reaches. */
  private OptionalLong witnessed() {
    return log.newestWitnessed()
        .filter(signed -> signed.check(List.of(witness)) instanceof NoteCheck.Signed)
        .map(signed -> OptionalLong.of(signed.checkpoint().size()))
        .orElse(OptionalLong.empty());
  }
}
