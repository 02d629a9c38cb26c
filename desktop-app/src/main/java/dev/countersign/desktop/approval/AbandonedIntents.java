package dev.countersign.desktop.approval;

import dev.countersign.desktop.audit.AppendOutcome;
import dev.countersign.desktop.audit.AuditEntry.Content;
import dev.countersign.desktop.audit.AuditLog;
import dev.countersign.desktop.audit.DecisionOutcome;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Completes, at start, the intents that a crash left without outcome. The one whose proof is still
 * kept is left out: {@link Decisions#reconcile()} learns its real outcome from the gateway.
 */
public record AbandonedIntents(AuditLog log, PendingProofs proofs) {

  /**
   * Appends {@code unknown} for each of them.
   *
   * @throws IOException when it cannot be known whether a proof is kept; nothing is appended then
   */
  public List<AppendOutcome> complete() throws IOException {
    Optional<PendingProof> kept = proofs.pending();
    return log.openIntents().stream()
        .filter(entry -> entry.content() instanceof Content.Intended)
        .filter(entry -> kept.filter(proof -> proof.intentIndex() == entry.index()).isEmpty())
        .map(entry ->
            log.appendOutcome(
                entry.index(),
                ((Content.Intended) entry.content()).intent().requestSha256(),
                new DecisionOutcome.Unknown(),
                Optional.empty()))
        .toList();
  }
}
