package dev.countersign.gateway.decision;

import dev.countersign.gateway.Refusal;
import dev.countersign.proof.Bytes;

/** What presenting a proof ended in. */
public sealed interface DecisionOutcome {
  /** Verified, counted and durable; the receipt envelope's bytes. */
  record Accepted(Bytes receipt) implements DecisionOutcome {}

  /**
   * This very proof was accepted before: refused with {@code already_decided}, and the first
   * receipt so that a lost answer can be recovered.
   */
  record AlreadyAccepted(Bytes firstReceipt) implements DecisionOutcome {}

  /** Refused; only the attempt's record, a witnessed head and a suspension may have been stored. */
  record Refused(Refusal refusal) implements DecisionOutcome {}
}
