package dev.countersign.gateway.decision;

import dev.countersign.gateway.Caller.DeviceCaller;
import dev.countersign.gateway.GatewayIdentity;
import dev.countersign.gateway.Ids;
import dev.countersign.gateway.Outcome;
import dev.countersign.gateway.store.ApprovalStore;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Digest;
import java.time.InstantSource;

/** Issues session challenges (protocol §4). */
@SuppressWarnings("DoNotCallSuggester")
public final class ChallengeService {
  public ChallengeService(
      GatewayIdentity identity, ApprovalStore store, Ids ids, InstantSource clock) {}

  /**
   * Issues a single-use challenge for one decision on one request.
   *
   * @param requestSha256 what the desk shows; any difference is drift and refused
   * @param decision {@code approve}, {@code deny} or {@code deny_and_revoke}
   * @return the session-challenge envelope's bytes
   */
  public Outcome<Bytes> issue(
      DeviceCaller caller, String requestId, Digest requestSha256, String decision) {
    throw new UnsupportedOperationException();
  }
}
