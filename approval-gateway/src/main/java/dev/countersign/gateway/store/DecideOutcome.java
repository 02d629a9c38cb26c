package dev.countersign.gateway.store;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;

/** What counting a vote ended in. */
public sealed interface DecideOutcome {
  /** Counted; the receipt envelope's bytes. */
  record Won(Bytes receipt) implements DecideOutcome {}

  /** This very statement was counted before; its first receipt. */
  record AlreadySame(VoteRecord first) implements DecideOutcome {}

  /** The request was closed otherwise. */
  record AlreadyOther(RequestState state) implements DecideOutcome {}

  record Revoked() implements DecideOutcome {}

  record Expired() implements DecideOutcome {}

  record StaleEpoch() implements DecideOutcome {}

  record Unknown() implements DecideOutcome {}

  /** Something else that was valid when the proof was checked no longer is. */
  record NoLongerValid(RefusalCode code) implements DecideOutcome {}
}
