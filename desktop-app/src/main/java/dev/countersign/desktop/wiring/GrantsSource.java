package dev.countersign.desktop.wiring;

import dev.countersign.desktop.approval.Subscription;
import dev.countersign.desktop.audit.AuditUnreadableException;
import dev.countersign.desktop.ui.common.LiveSource;
import dev.countersign.desktop.ui.sessions.LiveGrant;
import dev.countersign.proof.decision.Receipt;
import dev.countersign.proof.request.VerifiedRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Approvals given here so recently that their grants may still be redeemed. */
record GrantsSource(PastDecisions past, ObservedAudit changes, InstantSource clock)
    implements LiveSource<List<LiveGrant>> {
  /** The longest life of a grant ({@code docs/protocol.md} §8). */
  private static final Duration GRANT_LIFE = Duration.ofSeconds(60);

  @Override
  public List<LiveGrant> load() {
    try {
      return past.newest().stream()
          .flatMap(each -> grant(each).stream())
          .filter(grant -> grant.usableUntil().isAfter(clock.instant()))
          .toList();
    } catch (AuditUnreadableException unreadable) {
      return List.of(); // the history page says what is wrong with the log
    }
  }

  private static Optional<LiveGrant> grant(PastDecisions.Past each) {
    if (each.request().isEmpty() || each.receipt().isEmpty()) {
      return Optional.empty();
    }
    VerifiedRequest request = each.request().get();
    Receipt receipt = each.receipt().get();
    Instant approved = Instant.ofEpochSecond(receipt.verifiedAt());
    LiveGrant grant =
        new LiveGrant(
            request.request().requestId(),
            PastDecisions.headline(request),
            request.request().session().id(),
            approved,
            approved.plus(GRANT_LIFE));
    return receipt.decision().isApproval() ? Optional.of(grant) : Optional.empty();
  }

  /**
   * A grant also ends by time alone, so each change is followed by one more look after its life.
   */
  @Override
  public Subscription onChange(Runnable changed) {
    Executor afterLife =
        CompletableFuture.delayedExecutor(GRANT_LIFE.toSeconds() + 1, TimeUnit.SECONDS);
    return changes.onChange(() -> {
      changed.run();
      afterLife.execute(changed);
    });
  }
}
