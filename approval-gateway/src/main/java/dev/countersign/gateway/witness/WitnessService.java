package dev.countersign.gateway.witness;

import dev.countersign.gateway.Caller.DeviceCaller;
import dev.countersign.gateway.GatewayIdentity;
import dev.countersign.gateway.store.ApprovalStore;
import dev.countersign.gateway.store.WitnessedHead;
import dev.countersign.proof.Bytes;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Remembers each device's log head and cosigns heads that extend it. */
@SuppressWarnings("DoNotCallSuggester")
public final class WitnessService {
  public WitnessService(GatewayIdentity identity, ApprovalStore store, InstantSource clock) {}

  /** The last head witnessed for the calling device. */
  public Optional<WitnessedHead> head(DeviceCaller caller) {
    throw new UnsupportedOperationException();
  }

  /**
   * Witnesses a head.
   *
   * @param checkpoint the device-signed note
   * @param from the size of the witnessed head that the proof begins at; 0 when there is none
   * @param consistency 32-byte node hashes, RFC 9162 §2.1.4
   */
  public WitnessOutcome witness(
      DeviceCaller caller, String checkpoint, long from, List<Bytes> consistency) {
    throw new UnsupportedOperationException();
  }
}
