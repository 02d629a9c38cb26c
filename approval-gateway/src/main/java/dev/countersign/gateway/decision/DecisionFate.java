package dev.countersign.gateway.decision;

import dev.countersign.gateway.Caller.DeviceCaller;
import dev.countersign.gateway.store.ApprovalStore;
import dev.countersign.gateway.store.ChallengeRecord;
import dev.countersign.gateway.store.VoteRecord;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Digest;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * What became of a decision of which its desk knows nothing but the session challenge, because it
 * lost the proof or never made one. Reads, and changes nothing.
 */
public final class DecisionFate {
  private final ApprovalStore store;
  private final InstantSource clock;

  /** What became of it. */
  public sealed interface Fate {
    /** The challenge was used: the receipts of this device's votes on that request. */
    record Counted(List<Bytes> receipts) implements Fate {}

    /** The challenge was never used, and cannot be any more. */
    record NotCounted() implements Fate {}

    /** It can still be used. */
    record Open() implements Fate {}
  }

  public DecisionFate(ApprovalStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Empty when the challenge is not known, or was another device's. */
  public Optional<Fate> of(DeviceCaller caller, Digest challenge) {
    return store
        .decisions()
        .challenge(challenge)
        .filter(record -> record.deviceJkt().equals(caller.jkt()))
        .map(this::of);
  }

  private Fate of(ChallengeRecord challenge) {
    if (challenge.used()) {
      return new Fate.Counted(
          store.decisions().votes(challenge.requestId(), challenge.deviceJkt()).stream()
              .map(VoteRecord::receipt)
              .toList());
    }
    return clock.instant().getEpochSecond() < challenge.expiresAt()
        ? new Fate.Open()
        : new Fate.NotCounted();
  }
}
