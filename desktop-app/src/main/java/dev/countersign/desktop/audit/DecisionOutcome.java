package dev.countersign.desktop.audit;

import dev.countersign.proof.Bytes;

/** How a decision ended; recorded after its intent, once. */
public sealed interface DecisionOutcome {
  /** The gateway accepted the proof; both are kept as the bytes that travelled. */
  record Accepted(Bytes proof, Bytes receipt) implements DecisionOutcome {}

  /** The gateway refused with this code. The proof that was sent is kept. */
  record Refused(String code, Bytes proof) implements DecisionOutcome {}

  /** The approver cancelled before anything was signed. */
  record Cancelled() implements DecisionOutcome {}

  /** The token or the gateway did not answer in time. */
  record TimedOut() implements DecisionOutcome {}

  /** The token refused or failed, with the bridge's code. */
  record TokenFailed(String code) implements DecisionOutcome {}

  /**
   * Settles an unknown outcome: the gateway counted it, and this is its receipt. The proof is not
   * here.
   */
  record Counted(Bytes receipt) implements DecisionOutcome {}

  /** Settles an unknown outcome: the gateway did not count it and never will. */
  record NotCounted() implements DecisionOutcome {}

  /** Nobody knows: the program ended before the outcome could be recorded. */
  record Unknown() implements DecisionOutcome {}
}
