package dev.countersign.gateway.decision;

import dev.countersign.gateway.Caller.DeviceCaller;
import dev.countersign.gateway.GatewayIdentity;
import dev.countersign.gateway.Ids;
import dev.countersign.gateway.Outcome;
import dev.countersign.gateway.request.ClosedRequest;
import dev.countersign.gateway.store.ApprovalStore;
import dev.countersign.gateway.store.Approver;
import dev.countersign.gateway.store.ApproverSessionRecord;
import dev.countersign.gateway.store.Attempt;
import dev.countersign.gateway.store.ChallengeRecord;
import dev.countersign.gateway.store.Device;
import dev.countersign.gateway.store.RequestRecord;
import dev.countersign.gateway.store.RequestState;
import dev.countersign.gateway.store.Standing;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.decision.Decision;
import dev.countersign.proof.decision.SessionChallenge;
import dev.countersign.proof.request.Envelope;
import dev.countersign.proof.request.PayloadType;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Issues session challenges (protocol §4), and records each attempt to obtain one. */
public final class ChallengeService {
  private final GatewayIdentity identity;
  private final ApprovalStore store;
  private final Ids ids;
  private final InstantSource clock;

  public ChallengeService(
      GatewayIdentity identity, ApprovalStore store, Ids ids, InstantSource clock) {
    this.identity = identity;
    this.store = store;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Issues a single-use challenge for one decision on one request.
   *
   * @param requestSha256 what the desk shows; any difference is drift and refused
   * @param decision {@code approve}, {@code deny} or {@code deny_and_revoke}
   * @return the session-challenge envelope's bytes
   */
  public Outcome<Bytes> issue(
      DeviceCaller caller, String requestId, Digest requestSha256, String decision) {
    Map<String, String> binding = binding(caller, requestId, requestSha256, decision);
    Optional<RequestRecord> request = store.requests().find(requestId);
    if (request.isEmpty()) {
      record(Attempt.refused(Attempt.Kind.CHALLENGE, "not_found", binding));
      return new Outcome.NotFound<>();
    }
    long now = clock.instant().getEpochSecond();
    try {
      requireOpen(request.get(), requestSha256, decision(decision), now);
      requireSession(request.get(), now);
      requireApprover(caller, now);
    } catch (RefusedException refused) {
      record(Attempt.refused(Attempt.Kind.CHALLENGE, refused.code().wire(), binding));
      return Outcome.refused(refused);
    }
    return new Outcome.Done<>(sign(caller, request.get(), now, binding));
  }

  private static Decision decision(String wire) throws RefusedException {
    return Arrays.stream(Decision.values())
        .filter(each -> each.wire().equals(wire))
        .findFirst()
        .orElseThrow(() ->
            new RefusedException(
                RefusalCode.CHALLENGE_MISMATCH,
                "the decision is not approve, deny or deny_and_revoke"));
  }

  private void requireOpen(RequestRecord request, Digest requestSha256, Decision decision, long now)
      throws RefusedException {
    require(
        request.sha256().equals(requestSha256),
        RefusalCode.REQUEST_MISMATCH,
        "the request is not the one on screen");
    require(
        request.epoch().equals(store.epoch()),
        RefusalCode.WRONG_EPOCH,
        "the ledger was restored since the request");
    if (request.state() == RequestState.PENDING || isLateDenial(request, decision)) {
      require(now < request.expiresAt(), RefusalCode.EXPIRED, "the request has expired");
      return;
    }
    throw ClosedRequest.refusal(request.state());
  }

  /** A denial still stops what was approved, as long as its grant is not redeemed. */
  private boolean isLateDenial(RequestRecord request, Decision decision) {
    return !decision.isApproval()
        && request.state() == RequestState.APPROVED
        && store.grants().usable(request.id());
  }

  private void requireSession(RequestRecord request, long now) throws RefusedException {
    require(
        store
            .sessions()
            .session(request.sessionId())
            .filter(session -> session.aliveAt(now))
            .isPresent(),
        RefusalCode.SESSION_ENDED,
        "the requester's session has ended");
  }

  private void requireApprover(DeviceCaller caller, long now) throws RefusedException {
    Optional<Device> device =
        store
            .directory()
            .device(caller.jkt())
            .filter(found -> found.approver().equals(caller.approver()));
    require(device.isPresent(), RefusalCode.UNKNOWN_DEVICE, "the device is not enrolled");
    Standing standing = device.get().standing();
    require(standing != Standing.REVOKED, RefusalCode.DEVICE_REVOKED, "the device was revoked");
    require(
        standing != Standing.SUSPENDED, RefusalCode.DEVICE_SUSPENDED, "the device is suspended");
    Optional<Approver> approver = store.directory().approver(caller.approver());
    require(
        approver.filter(found -> !found.revoked()).isPresent(),
        RefusalCode.APPROVER_REVOKED,
        "the approver was revoked");
    Optional<ApproverSessionRecord> session =
        store
            .sessions()
            .approverSession(caller.approverSession())
            .filter(live -> live.aliveAt(now) && live.deviceJkt().equals(caller.jkt()));
    require(session.isPresent(), RefusalCode.CHALLENGE_MISMATCH, "the approver session has ended");
  }

  private Bytes sign(
      DeviceCaller caller, RequestRecord request, long now, Map<String, String> binding) {
    SessionChallenge challenge =
        new SessionChallenge(
            request.sha256(),
            caller.approver(),
            caller.jkt(),
            caller.approverSession(),
            now,
            Math.min(now + SessionChallenge.MAX_LIFE_SECONDS, request.expiresAt()),
            ids.bytes(SessionChallenge.RANDOM_BYTES));
    Envelope envelope =
        Envelope.sign(PayloadType.SESSION_CHALLENGE, challenge.json(), identity.signingKey());
    store.decisions().addChallenge(record(request.id(), challenge, envelope.digest()));
    binding.put("challenge_sha256", envelope.digest().toString());
    binding.put("correlation_id", request.correlationId());
    record(Attempt.accepted(Attempt.Kind.CHALLENGE, binding));
    return Bytes.of(envelope.wire());
  }

  private static ChallengeRecord record(
      String requestId, SessionChallenge challenge, Digest sha256) {
    return new ChallengeRecord(
        sha256,
        requestId,
        challenge.requestSha256(),
        challenge.approver(),
        challenge.deviceJkt(),
        challenge.approverSession(),
        challenge.issuedAt(),
        challenge.expiresAt(),
        false);
  }

  private static Map<String, String> binding(
      DeviceCaller caller, String requestId, Digest requestSha256, String decision) {
    Map<String, String> binding = new LinkedHashMap<>();
    binding.put("caller_jkt", caller.jkt());
    binding.put("approver", caller.approver());
    binding.put("approver_session", caller.approverSession());
    binding.put("request_id", requestId);
    binding.put("request_sha256", requestSha256.toString());
    binding.put("decision", decision);
    return binding;
  }

  private void record(Attempt attempt) {
    store.attempts().record(attempt);
  }

  private static void require(boolean holds, RefusalCode code, String sentence)
      throws RefusedException {
    if (!holds) {
      throw new RefusedException(code, sentence);
    }
  }
}
