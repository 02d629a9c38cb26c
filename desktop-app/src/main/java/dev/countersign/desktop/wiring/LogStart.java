package dev.countersign.desktop.wiring;

import dev.countersign.desktop.approval.AbandonedIntents;
import dev.countersign.desktop.approval.EnrolledCredential;
import dev.countersign.desktop.approval.PendingProof;
import dev.countersign.desktop.approval.PendingProofs;
import dev.countersign.desktop.audit.AppendOutcome;
import dev.countersign.desktop.audit.AuditFault;
import dev.countersign.desktop.audit.AuditLog;
import dev.countersign.desktop.audit.DeskEvent;
import dev.countersign.desktop.audit.DeskEvent.TokenEnrolment.Change;
import dev.countersign.desktop.enrollment.EnrolmentPins;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the desk writes before it begins to work: how the last run ended, what it left open, and
 * that this one starts.
 */
record LogStart(AuditLog log, PendingProofs proofs, EnrolmentPins pins, String app) {

  /**
   * Writes it.
   *
   * @return why the log cannot be written, if so; nothing may be decided then
   * @throws IOException when it cannot be known whether a proof is kept
   */
  Optional<AuditFault> write() throws IOException {
    boolean isNew = log.head().size() == 1;
    boolean crashed = !log.endedCleanly();
    OptionalLong kept = proofs.pending().stream().mapToLong(PendingProof::intentIndex).findFirst();
    List<Long> open = log.openIntents().stream().map(entry -> entry.index()).toList();
    List<AppendOutcome> written = new ArrayList<>(new AbandonedIntents(log, proofs).complete());
    List<Long> completed =
        open.stream().filter(intent -> kept.isEmpty() || kept.getAsLong() != intent).toList();
    if (crashed || !open.isEmpty()) {
      written.add(log.appendEvent(new DeskEvent.Recovered(completed, kept)));
    }
    if (isNew) {
      written.add(
          log.appendEvent(
              new DeskEvent.DeviceEnrolled(
                  pins.approver(), pins.audience(), pins.witness().name())));
      for (EnrolledCredential token : pins.credentials()) {
        written.add(
            log.appendEvent(
                new DeskEvent.TokenEnrolment(Change.TOKEN_ADDED, token.id(), token.name())));
      }
    }
    written.add(log.appendEvent(new DeskEvent.Started(app)));
    return written.stream()
        .filter(AppendOutcome.NotRecorded.class::isInstance)
        .map(refused -> ((AppendOutcome.NotRecorded) refused).fault())
        .findFirst();
  }
}
