package dev.countersign.gateway.grant;

import dev.countersign.gateway.Caller.ExecutorCaller;
import dev.countersign.gateway.GatewayCode;
import dev.countersign.gateway.GatewayIdentity;
import dev.countersign.gateway.Outcome;
import dev.countersign.gateway.Outcome.Nothing;
import dev.countersign.gateway.Refusal;
import dev.countersign.gateway.store.ApprovalStore;
import dev.countersign.gateway.store.Attempt;
import dev.countersign.gateway.store.GrantRecord;
import dev.countersign.gateway.store.Redeem;
import dev.countersign.gateway.store.RedeemOutcome;
import dev.countersign.gateway.store.RequestRecord;
import dev.countersign.gateway.store.SessionRecord;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.request.Envelope;
import dev.countersign.proof.request.PayloadType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Redeems grants once, and records what came of them. */
public final class GrantService {
  private final GatewayIdentity identity;
  private final ApprovalStore store;

  public GrantService(GatewayIdentity identity, ApprovalStore store) {
    this.identity = identity;
    this.store = store;
  }

  /** What a call names, once its signatures and references were found good. */
  private record Checked(
      Grant grant, RedeemOrder order, Digest orderDigest, RequestRecord request) {}

  /** The check's result: a call to carry out, or why not. */
  private sealed interface Check {
    record Good(Checked checked) implements Check {}

    record Bad(Refusal refusal) implements Check {}
  }

  /**
   * Consumes one use of one detail.
   *
   * @param grantEnvelope the grant envelope's bytes
   * @param redeemEnvelope the redeem envelope's bytes, signed by the requester's session key
   * @return the redemption envelope's bytes; the first ones again for a repeated redemption id
   */
  public Outcome<Bytes> redeem(ExecutorCaller caller, byte[] grantEnvelope, byte[] redeemEnvelope) {
    Map<String, String> binding = new LinkedHashMap<>();
    binding.put("caller", caller.id());
    binding.put("caller_jkt", caller.jkt());
    Check check;
    try {
      check = check(caller, grantEnvelope, redeemEnvelope, binding);
    } catch (RefusedException malformed) {
      check = new Check.Bad(Refusal.of(malformed));
    }
    return switch (check) {
      case Check.Bad(Refusal refusal) -> refused(refusal, binding);
      case Check.Good(Checked checked) -> consume(checked, binding);
    };
  }

  private Check check(
      ExecutorCaller caller, byte[] grantWire, byte[] redeemWire, Map<String, String> binding)
      throws RefusedException {
    Envelope signed = Envelope.parse(grantWire, PayloadType.GRANT);
    if (!signed.isSignedBy(identity.signingKey().publicKey())) {
      return bad(GatewayCode.UNKNOWN_GRANT, "no grant of this gateway");
    }
    Grant grant = Grant.read(signed.json());
    bind(binding, grant);
    Optional<GrantRecord> issued =
        store.grants().find(grant.grantId()).filter(g -> g.sha256().equals(signed.digest()));
    Optional<RequestRecord> request = store.requests().find(grant.requestId());
    Optional<SessionRecord> session = store.sessions().session(grant.sessionId());
    if (issued.isEmpty() || request.isEmpty() || session.isEmpty()) {
      return bad(GatewayCode.UNKNOWN_GRANT, "no grant of this ledger");
    }
    if (!grant.executor().equals(caller.id())) {
      return bad(GatewayCode.WRONG_EXECUTOR, "the grant names another executor");
    }
    Envelope redeem = Envelope.parse(redeemWire, PayloadType.REDEEM);
    if (!redeem.isSignedBy(session.get().key())) {
      return bad(GatewayCode.BAD_REDEEM_SIGNATURE, "the requester's session key did not sign this");
    }
    RedeemOrder order = RedeemOrder.read(redeem.json());
    bind(binding, order);
    return matching(caller, new Checked(grant, order, redeem.digest(), request.get()));
  }

  private static Check matching(ExecutorCaller caller, Checked checked) {
    if (!checked.order.executorId().equals(caller.id())) {
      return bad(GatewayCode.WRONG_EXECUTOR, "the order was signed for another executor");
    }
    boolean same =
        checked.order.grantId().equals(checked.grant.grantId())
            && checked.order.requestSha256().equals(checked.grant.requestSha256());
    return same
        ? new Check.Good(checked)
        : new Check.Bad(
            Refusal.of(RefusalCode.REQUEST_MISMATCH, "the order is for another grant or request"));
  }

  private Outcome<Bytes> consume(Checked checked, Map<String, String> binding) {
    RedeemOrder order = checked.order;
    Redeem redeem =
        new Redeem(
            order.grantId(),
            order.redemptionId(),
            order.executorId(),
            checked.orderDigest,
            // Anything beyond an int is beyond the 16 details of a request too.
            (int) Math.min(order.index(), Integer.MAX_VALUE),
            checked.grant.epoch(),
            Attempt.accepted(Attempt.Kind.REDEMPTION, binding));
    return switch (store.grants().redeem(redeem, at -> answer(checked, at))) {
      case RedeemOutcome.Won(Bytes answer) -> new Outcome.Done<>(answer);
      case RedeemOutcome.AlreadySame(Bytes answer) -> {
        store.attempts().record(Attempt.repeated(Attempt.Kind.REDEMPTION, binding));
        yield new Outcome.Done<>(answer);
      }
      case RedeemOutcome.AlreadyOther() ->
          refused(
              Refusal.of(GatewayCode.ALREADY_REDEEMED, "this use was redeemed before"), binding);
      case RedeemOutcome.Revoked() ->
          refused(Refusal.of(RefusalCode.REVOKED, "the grant was revoked"), binding);
      case RedeemOutcome.Expired() ->
          refused(Refusal.of(GatewayCode.GRANT_EXPIRED, "the grant has expired"), binding);
      case RedeemOutcome.StaleEpoch() ->
          refused(Refusal.of(RefusalCode.WRONG_EPOCH, "the ledger was restored since"), binding);
      case RedeemOutcome.SessionEnded() ->
          refused(
              Refusal.of(RefusalCode.SESSION_ENDED, "the requester's session has ended"), binding);
      case RedeemOutcome.IndexOutOfRange() ->
          refused(
              Refusal.of(GatewayCode.INDEX_OUT_OF_RANGE, "the request has no such detail"),
              binding);
      case RedeemOutcome.Unknown() ->
          refused(Refusal.of(GatewayCode.UNKNOWN_GRANT, "no grant of this ledger"), binding);
    };
  }

  private Bytes answer(Checked checked, long at) {
    RedeemOrder order = checked.order;
    Redemption redemption =
        new Redemption(
            identity.issuer(),
            order.grantId(),
            order.redemptionId(),
            order.executorId(),
            order.executorNonce(),
            order.index(),
            checked.request.envelope(),
            checked.request.sha256(),
            at,
            Redemption.EXECUTE_WITHIN_MILLIS,
            checked.request.correlationId());
    return Bytes.of(
        Envelope.sign(PayloadType.REDEMPTION, redemption.json(), identity.signingKey()).wire());
  }

  /** Records, once, what came of a redemption. */
  public Outcome<Nothing> report(
      ExecutorCaller caller, String redemptionId, ExecutionResult result, Optional<String> note) {
    return switch (store.grants().report(redemptionId, caller.id(), result.wire(), note)) {
      case REPORTED -> Outcome.done();
      case ALREADY_REPORTED ->
          new Outcome.Refused<>(
              Refusal.of(GatewayCode.OUTCOME_ALREADY_REPORTED, "the outcome was reported before"));
      case UNKNOWN -> new Outcome.NotFound<>();
    };
  }

  private static void bind(Map<String, String> binding, Grant grant) {
    binding.put("grant_id", grant.grantId());
    binding.put("request_id", grant.requestId());
    binding.put("request_sha256", grant.requestSha256().toString());
    binding.put("epoch", grant.epoch().base64Url());
    binding.put("session_id", grant.sessionId());
    binding.put("session_cnf", grant.confirmationJkt());
    binding.put("executor", grant.executor());
    binding.put("correlation_id", grant.correlationId());
  }

  private static void bind(Map<String, String> binding, RedeemOrder order) {
    binding.put("redemption_id", order.redemptionId());
    binding.put("executor_nonce", order.executorNonce().base64Url());
    binding.put("index", Long.toString(order.index()));
  }

  private Outcome<Bytes> refused(Refusal refusal, Map<String, String> binding) {
    store.attempts().record(Attempt.refused(Attempt.Kind.REDEMPTION, refusal.code(), binding));
    return new Outcome.Refused<>(refusal);
  }

  private static Check bad(GatewayCode code, String sentence) {
    return new Check.Bad(Refusal.of(code, sentence));
  }
}
