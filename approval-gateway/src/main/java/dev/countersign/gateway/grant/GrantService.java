package dev.countersign.gateway.grant;

import dev.countersign.gateway.Caller.ExecutorCaller;
import dev.countersign.gateway.GatewayIdentity;
import dev.countersign.gateway.Outcome;
import dev.countersign.gateway.Outcome.Nothing;
import dev.countersign.gateway.store.ApprovalStore;
import dev.countersign.proof.Bytes;
import java.time.InstantSource;
import java.util.Optional;

/** Redeems grants once, and records what came of them. */
@SuppressWarnings("DoNotCallSuggester")
public final class GrantService {
  public GrantService(GatewayIdentity identity, ApprovalStore store, InstantSource clock) {}

  /**
   * Consumes one use of one detail.
   *
   * @param grantEnvelope the grant envelope's bytes
   * @param redeemEnvelope the redeem envelope's bytes, signed by the requester's session key
   * @return the redemption envelope's bytes; the first ones again for a repeated redemption id
   */
  public Outcome<Bytes> redeem(ExecutorCaller caller, byte[] grantEnvelope, byte[] redeemEnvelope) {
    throw new UnsupportedOperationException();
  }

  /** Records, once, what came of a redemption. */
  public Outcome<Nothing> report(
      ExecutorCaller caller, String redemptionId, ExecutionResult result, Optional<String> note) {
    throw new UnsupportedOperationException();
  }
}
