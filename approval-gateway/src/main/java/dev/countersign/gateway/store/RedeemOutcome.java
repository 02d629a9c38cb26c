package dev.countersign.gateway.store;

import dev.countersign.proof.Bytes;

/** What redeeming ended in. */
public sealed interface RedeemOutcome {
  /** Consumed; the redemption envelope's bytes. */
  record Won(Bytes answer) implements RedeemOutcome {}

  /** The same redemption again; its first answer. */
  record AlreadySame(Bytes answer) implements RedeemOutcome {}

  /** This use was consumed by another redemption, or the id was used for another content. */
  record AlreadyOther() implements RedeemOutcome {}

  record Revoked() implements RedeemOutcome {}

  record Expired() implements RedeemOutcome {}

  record StaleEpoch() implements RedeemOutcome {}

  record SessionEnded() implements RedeemOutcome {}

  record IndexOutOfRange() implements RedeemOutcome {}

  record Unknown() implements RedeemOutcome {}
}
