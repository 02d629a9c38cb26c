package dev.countersign.gateway.policy;

import dev.countersign.proof.request.Confirmation;
import dev.countersign.proof.request.PolicyRef;
import dev.countersign.proof.request.Quorum;
import dev.countersign.proof.request.Risk;

/** What a policy says about a transaction. */
public sealed interface PolicyOutcome {
  /**
   * It may be approved under these conditions.
   *
   * @param lifeSeconds how long the request lives
   */
  record Conditions(
      PolicyRef policy, Risk risk, Quorum quorum, Confirmation confirmation, long lifeSeconds)
      implements PolicyOutcome {}

  /** Nobody may approve it; one sentence says why. */
  record Denied(String sentence) implements PolicyOutcome {}
}
