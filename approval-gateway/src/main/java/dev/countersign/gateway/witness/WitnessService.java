package dev.countersign.gateway.witness;

import dev.countersign.gateway.Caller.DeviceCaller;
import dev.countersign.gateway.GatewayIdentity;
import dev.countersign.gateway.Refusal;
import dev.countersign.gateway.store.ApprovalStore;
import dev.countersign.gateway.store.Attempt;
import dev.countersign.gateway.store.Device;
import dev.countersign.gateway.store.WitnessedHead;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.decision.LogHead;
import dev.countersign.proof.log.Checkpoint;
import dev.countersign.proof.log.ConsistencyProof;
import dev.countersign.proof.log.NoteCheck;
import dev.countersign.proof.log.NoteKeys;
import dev.countersign.proof.log.NoteSigner;
import dev.countersign.proof.log.NoteVerifier;
import dev.countersign.proof.log.Parse;
import dev.countersign.proof.log.SignedCheckpoint;
import dev.countersign.proof.log.TreeHash;
import dev.countersign.proof.log.TreeVerifier;
import java.nio.charset.StandardCharsets;
import java.security.SignatureException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers each device's log head and cosigns heads that extend it. A head smaller than the
 * witnessed one is never cosigned: a fresh cosignature would hide that the log was cut.
 */
public final class WitnessService {
  private final String issuer;
  private final ApprovalStore store;
  private final LogAlarms alarms;
  private final NoteSigner signer;

  /**
   * The log's first entry, which the first head comes with.
   *
   * @param inclusion 32-byte node hashes, RFC 9162 §2.1.3
   */
  public record Genesis(Bytes entry, List<Bytes> inclusion) {}

  /**
   * What a device presents.
   *
   * @param checkpoint the device-signed note
   * @param from the size of the witnessed head that the proof begins or, for a smaller head, ends
   *     at; 0 when there is none
   * @param consistency 32-byte node hashes, RFC 9162 §2.1.4
   * @param genesis when there is no witnessed head yet
   */
  public record Presented(
      String checkpoint, long from, List<Bytes> consistency, Optional<Genesis> genesis) {}

  public WitnessService(
      GatewayIdentity identity, ApprovalStore store, LogAlarms alarms, InstantSource clock) {
    this.issuer = identity.issuer();
    this.store = store;
    this.alarms = alarms;
    this.signer = WitnessKey.signer(identity.witnessName(), identity.witnessKey(), clock);
  }

  /** The last head witnessed for the calling device. */
  public Optional<WitnessedHead> head(DeviceCaller caller) {
    return store.witnesses().head(caller.jkt());
  }

  /**
   * Witnesses a head. A head that was kept before is cosigned again, so that a lost answer can be
   * asked for again.
   *
   * @param correlationId of the call
   */
  public WitnessOutcome witness(DeviceCaller caller, Presented presented, String correlationId) {
    Map<String, String> binding = new LinkedHashMap<>();
    binding.put("correlation_id", correlationId);
    binding.put("caller_jkt", caller.jkt());
    binding.put("from", Long.toString(presented.from()));
    try {
      SignedCheckpoint signed = read(caller, presented.checkpoint());
      binding.put("log_size", Long.toString(signed.checkpoint().size()));
      binding.put("log_root", signed.checkpoint().root().base64Url());
      return extend(caller, signed, presented, binding);
    } catch (RefusedException refused) {
      record(binding, refused.code());
      return new WitnessOutcome.Refused(Refusal.of(refused));
    }
  }

  private SignedCheckpoint read(DeviceCaller caller, String text) throws RefusedException {
    Device device = usable(caller);
    String origin = LogHead.originOf(caller.jkt());
    SignedCheckpoint signed =
        switch (SignedCheckpoint.parse(text.getBytes(StandardCharsets.UTF_8))) {
          case Parse.Parsed<SignedCheckpoint>(SignedCheckpoint parsed) -> parsed;
          case Parse.Malformed<SignedCheckpoint>(String reason) ->
              throw new RefusedException(RefusalCode.MALFORMED_LOG_EVIDENCE, reason);
        };
    if (!signed.checkpoint().origin().equals(origin)) {
      throw new RefusedException(
          RefusalCode.MALFORMED_LOG_EVIDENCE, "the checkpoint is of another log");
    }
    NoteVerifier key = NoteKeys.deviceVerifier(origin, device.key().toJava());
    if (!(signed.check(List.of(key)) instanceof NoteCheck.Signed)) {
      throw new RefusedException(
          RefusalCode.BAD_LOG_EVIDENCE_SIGNATURE, "the device key did not sign the checkpoint");
    }
    return Cosigner.onlySignedBy(key, signed);
  }

  private Device usable(DeviceCaller caller) throws RefusedException {
    Device device =
        store
            .directory()
            .device(caller.jkt())
            .orElseThrow(() ->
                new RefusedException(RefusalCode.UNKNOWN_DEVICE, "the device is not enrolled"));
    return switch (device.standing()) {
      case ACTIVE -> device;
      case SUSPENDED ->
          throw new RefusedException(RefusalCode.DEVICE_SUSPENDED, "the device is suspended");
      case REVOKED ->
          throw new RefusedException(RefusalCode.DEVICE_REVOKED, "the device was revoked");
    };
  }

  private WitnessOutcome extend(
      DeviceCaller caller,
      SignedCheckpoint signed,
      Presented presented,
      Map<String, String> binding)
      throws RefusedException {
    Optional<WitnessedHead> witnessed = store.witnesses().head(caller.jkt());
    Checkpoint head = signed.checkpoint();
    WitnessedHead next = new WitnessedHead(head.origin(), head.size(), head.root());
    if (presented.from() != witnessed.map(WitnessedHead::size).orElse(0L)) {
      return outdated(witnessed, binding);
    }
    if (witnessed.isEmpty()) {
      FirstHead.require(head, presented.genesis(), caller.jkt(), issuer);
    } else if (!consistent(witnessed.get(), next, presented.consistency())) {
      usable(caller);
      alarms.raise(caller.jkt(), next, binding.getOrDefault("correlation_id", ""));
      throw new RefusedException(RefusalCode.LOG_FORK, "the log is not the one that was witnessed");
    } else if (next.size() < witnessed.get().size()) {
      return outdated(witnessed, binding);
    }
    boolean kept =
        witnessed.filter(next::equals).isPresent()
            || store.witnesses().advance(caller.jkt(), witnessed, next);
    return kept ? cosign(signed) : outdated(store.witnesses().head(caller.jkt()), binding);
  }

  /** Whether one of the two is the beginning of the other. */
  private static boolean consistent(
      WitnessedHead witnessed, WitnessedHead shown, List<Bytes> path) {
    boolean grown = shown.size() >= witnessed.size();
    WitnessedHead smaller = grown ? witnessed : shown;
    WitnessedHead larger = grown ? shown : witnessed;
    try {
      ConsistencyProof proof = new ConsistencyProof(smaller.size(), larger.size(), nodes(path));
      return TreeVerifier.consistency(proof, smaller.root(), larger.root()).holds();
    } catch (IllegalArgumentException fitsNoTree) {
      return false;
    }
  }

  static List<TreeHash> nodes(List<Bytes> path) {
    return path.stream().map(node -> TreeHash.of(node.toArray())).toList();
  }

  private WitnessOutcome outdated(Optional<WitnessedHead> witnessed, Map<String, String> binding)
      throws RefusedException {
    if (witnessed.isEmpty()) {
      throw new RefusedException(
          RefusalCode.LOG_WITNESS_OUTDATED, "no head is witnessed yet: from must be 0");
    }
    record(binding, RefusalCode.LOG_WITNESS_OUTDATED);
    return new WitnessOutcome.Outdated(witnessed.get());
  }

  private WitnessOutcome cosign(SignedCheckpoint signed) {
    try {
      byte[] note = signed.cosign(signer).toBytes();
      return new WitnessOutcome.Cosigned(new String(note, StandardCharsets.UTF_8));
    } catch (SignatureException unusable) {
      throw new IllegalStateException("the witness key cannot sign", unusable);
    }
  }

  private void record(Map<String, String> binding, RefusalCode code) {
    store.attempts().record(Attempt.refused(Attempt.Kind.WITNESS, code.wire(), binding));
  }
}
