package dev.countersign.desktop.approval;

import dev.countersign.desktop.approval.FatePort.Fate;
import dev.countersign.desktop.audit.AppendOutcome;
import dev.countersign.desktop.audit.DecisionOutcome;
import dev.countersign.desktop.audit.Intent;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.decision.Receipt;
import dev.countersign.proof.request.GatewayKeys;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settles intents that were completed as unknown at a start, because no proof of theirs was kept:
 * the gateway is asked by their session challenge, and what it says becomes their outcome.
 */
public record UnknownOutcomes(FatePort gateway, AuditPort audit, GatewayKeys pinned) {
  private static final Logger LOG = LoggerFactory.getLogger(UnknownOutcomes.class);

  /**
   * Asks about one.
   *
   * @return whether it is settled; otherwise it stays unknown, and is asked about again
   */
  public boolean settle(long intentIndex, Intent intent) throws InterruptedException {
    return switch (gateway.fate(new Digest(intent.challengeSha256()))) {
      case GatewayAnswer.Given<Fate>(Fate fate) ->
          outcome(fate, intent).filter(known -> recorded(intentIndex, intent, known)).isPresent();
      case GatewayAnswer.Refused<Fate> refused -> {
        LOG.warn("the gateway does not know decision {} ({})", intentIndex, refused.code());
        yield false;
      }
      case GatewayAnswer.NoAnswer<Fate> none -> false;
    };
  }

  private Optional<DecisionOutcome> outcome(Fate fate, Intent intent) {
    return switch (fate) {
      case Fate.Open() -> Optional.empty();
      case Fate.NotCounted() -> Optional.of(new DecisionOutcome.NotCounted());
      case Fate.Counted counted ->
          counted.receipts().stream()
              .filter(receipt -> isOf(receipt, intent))
              .findFirst()
              .map(DecisionOutcome.Counted::new);
    };
  }

  private boolean isOf(Bytes receipt, Intent intent) {
    try {
      return Receipt.verify(receipt.toArray(), pinned, new Digest(intent.requestSha256()))
          .decision()
          .wire()
          .equals(intent.decision());
    } catch (RefusedException notForThis) {
      LOG.warn("a receipt does not verify ({})", notForThis.code().wire());
      return false;
    }
  }

  private boolean recorded(long intentIndex, Intent intent, DecisionOutcome known) {
    return audit.appendOutcome(intentIndex, intent.requestSha256(), known, Optional.empty())
        instanceof AppendOutcome.Recorded;
  }
}
