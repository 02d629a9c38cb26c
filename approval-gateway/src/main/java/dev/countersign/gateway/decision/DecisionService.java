package dev.countersign.gateway.decision;

import dev.countersign.gateway.Caller.DeviceCaller;
import dev.countersign.gateway.GatewayIdentity;
import dev.countersign.gateway.Ids;
import dev.countersign.gateway.policy.Policy;
import dev.countersign.gateway.store.ApprovalStore;
import java.time.InstantSource;

/** The one path on which a proof becomes a counted decision. */
@SuppressWarnings("DoNotCallSuggester")
public final class DecisionService {
  public DecisionService(
      GatewayIdentity identity, ApprovalStore store, Policy policy, Ids ids, InstantSource clock) {}

  /**
   * Verifies a proof completely and counts it once.
   *
   * @param requestId from the path; must be the one the proof names
   * @param proof the proof's bytes as they travelled
   * @param logEvidence the log-evidence envelope's bytes as they travelled
   */
  public DecisionOutcome decide(
      DeviceCaller caller, String requestId, byte[] proof, byte[] logEvidence) {
    throw new UnsupportedOperationException();
  }
}
