package dev.countersign.gateway.decision;

import dev.countersign.gateway.Caller.DeviceCaller;
import dev.countersign.gateway.GatewayIdentity;
import dev.countersign.gateway.Ids;
import dev.countersign.gateway.Refusal;
import dev.countersign.gateway.live.LiveReading;
import dev.countersign.gateway.policy.Policy;
import dev.countersign.gateway.request.ClosedRequest;
import dev.countersign.gateway.store.ApprovalStore;
import dev.countersign.gateway.store.Attempt;
import dev.countersign.gateway.store.DecideOutcome;
import dev.countersign.gateway.store.RequestRecord;
import dev.countersign.gateway.store.RequestState;
import dev.countersign.gateway.store.StoreException;
import dev.countersign.gateway.store.Vote;
import dev.countersign.gateway.store.VoteRecord;
import dev.countersign.gateway.store.WitnessedHead;
import dev.countersign.gateway.witness.LogAlarms;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.decision.LogHead;
import dev.countersign.proof.verify.Authorization;
import dev.countersign.proof.verify.Authorized;
import dev.countersign.proof.verify.LiveState;
import dev.countersign.proof.verify.Submission;
import dev.countersign.proof.verify.Verifier;
import dev.countersign.proof.x509.CardRules;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one path on which a proof becomes a counted decision. */
public final class DecisionService {
  private static final Logger LOG = LoggerFactory.getLogger(DecisionService.class);
  private static final String UNAVAILABLE = "unavailable";

  private final GatewayIdentity identity;
  private final ApprovalStore store;
  private final Policy policy;
  private final CardRules cards;
  private final Ids ids;
  private final LogAlarms alarms;
  private final InstantSource clock;

  public DecisionService(
      GatewayIdentity identity,
      ApprovalStore store,
      Policy policy,
      CardRules cards,
      Ids ids,
      InstantSource clock) {
    this.cards = cards;
    this.identity = identity;
    this.store = store;
    this.policy = policy;
    this.ids = ids;
    this.alarms = new LogAlarms(store, ids);
    this.clock = clock;
  }

  /** One submission, as every step here needs it. */
  private record Call(DeviceCaller caller, String requestId, Bytes proof) {
    Map<String, String> binding(Authorized authorized) {
      Map<String, String> binding =
          DecisionBinding.of(
              caller,
              requestId,
              proof,
              Optional.of(authorized.statement()),
              Optional.of(authorized.challenge()));
      DecisionBinding.addToken(binding, authorized);
      return binding;
    }

    Map<String, String> binding(Authorization.Refused refused) {
      return DecisionBinding.of(caller, requestId, proof, refused.statement(), refused.challenge());
    }
  }

  /**
   * Verifies a proof completely and counts it once.
   *
   * @param requestId from the path; must be the one the proof names
   * @param proof the proof's bytes as they travelled
   * @param logEvidence the log-evidence envelope's bytes as they travelled
   */
  public DecisionOutcome decide(
      DeviceCaller caller, String requestId, byte[] proof, byte[] logEvidence) {
    Call call = new Call(caller, requestId, Bytes.of(proof));
    Submission submission =
        new Submission(call.proof(), Bytes.of(logEvidence), caller.jkt(), caller.approverSession());
    LiveState live =
        new LiveReading(identity, store, policy, cards, clock.instant().getEpochSecond());
    return switch (Verifier.authorize(submission, live)) {
      case Authorization.Refused refused -> keepAndRefuse(call, refused);
      case Authorized authorized -> witnessAndCount(call, authorized);
    };
  }

  private DecisionOutcome keepAndRefuse(Call call, Authorization.Refused refused) {
    if (refused.fork()) {
      alarm(call, refused);
    }
    // Larger heads are kept even now; should another call have been faster, its head stands.
    refused.head().ifPresent(head -> keep(call.caller().jkt(), head));
    Optional<VoteRecord> same = refused.challenge().flatMap(c -> ownVote(call, c));
    if (same.isPresent()) {
      record(call.binding(refused), RefusalCode.ALREADY_DECIDED.wire());
      return new DecisionOutcome.AlreadyAccepted(same.get().receipt());
    }
    if (refused.code() == RefusalCode.REVOCATION_UNKNOWN) {
      // For the operator: nothing that the approver could do is wrong.
      LOG.warn("{} a card was refused: {}", call.requestId(), refused.sentence());
    }
    return refuse(call.binding(refused), refused.code(), refused.sentence());
  }

  /** A vote with the same statement, told only to the device that cast it. */
  private Optional<VoteRecord> ownVote(Call call, Digest statement) {
    return store
        .decisions()
        .vote(statement)
        .filter(vote -> vote.deviceJkt().equals(call.caller().jkt()));
  }

  private DecisionOutcome witnessAndCount(Call call, Authorized authorized) {
    Map<String, String> binding = call.binding(authorized);
    if (!authorized.statement().requestId().equals(call.requestId())) {
      return refuse(
          binding, RefusalCode.REQUEST_MISMATCH, "the proof was sent for another request");
    }
    if (!keep(call.caller().jkt(), authorized.head())) {
      return refuse(
          binding,
          RefusalCode.LOG_WITNESS_OUTDATED,
          "no head of this device is witnessed, or another one since");
    }
    RequestRecord stored = store.requests().find(call.requestId()).orElseThrow();
    binding.put("correlation_id", stored.correlationId());
    Vote vote =
        new Vote(
            authorized,
            call.caller().approverSession(),
            Attempt.accepted(Attempt.Kind.DECISION, binding));
    DecisionIssuer issuer = new DecisionIssuer(identity, ids, authorized, stored);
    return answer(call, binding, count(vote, issuer, binding));
  }

  /** Counts, or leaves nothing but the record that it was tried. */
  private DecideOutcome count(Vote vote, DecisionIssuer issuer, Map<String, String> binding) {
    try {
      return store.decisions().decide(vote, issuer);
    } catch (RuntimeException inDoubt) {
      try {
        record(binding, UNAVAILABLE);
      } catch (StoreException alsoInDoubt) {
        inDoubt.addSuppressed(alsoInDoubt);
      }
      throw inDoubt;
    }
  }

  private DecisionOutcome answer(Call call, Map<String, String> binding, DecideOutcome outcome) {
    return switch (outcome) {
      case DecideOutcome.Won(Bytes receipt) -> new DecisionOutcome.Accepted(receipt);
      case DecideOutcome.AlreadySame(VoteRecord first)
          when first.deviceJkt().equals(call.caller().jkt()) -> {
        record(binding, RefusalCode.ALREADY_DECIDED.wire());
        yield new DecisionOutcome.AlreadyAccepted(first.receipt());
      }
      case DecideOutcome.AlreadySame _ ->
          refuse(binding, RefusalCode.ALREADY_DECIDED, "the proof was counted before");
      case DecideOutcome.AlreadyOther(RequestState state) ->
          refuse(binding, ClosedRequest.refusal(state).code(), "the request is closed");
      case DecideOutcome.Revoked() ->
          refuse(binding, RefusalCode.REVOKED, "the request was revoked");
      case DecideOutcome.Expired() ->
          refuse(binding, RefusalCode.EXPIRED, "the request has expired");
      case DecideOutcome.StaleEpoch() ->
          refuse(binding, RefusalCode.WRONG_EPOCH, "the ledger was restored since the request");
      case DecideOutcome.Unknown() ->
          refuse(binding, RefusalCode.UNKNOWN_REQUEST, "no such request");
      case DecideOutcome.NoLongerValid(RefusalCode code) ->
          refuse(binding, code, "what was valid when the proof was checked no longer is");
    };
  }

  private boolean keep(String deviceJkt, LiveState.WitnessedHead proven) {
    Optional<WitnessedHead> witnessed = store.witnesses().head(deviceJkt);
    WitnessedHead next =
        new WitnessedHead(LogHead.originOf(deviceJkt), proven.size(), proven.root());
    if (witnessed.isEmpty()) {
      // The first head begins with the genesis entry, which only the witness call shows.
      return false;
    }
    if (witnessed.filter(next::equals).isPresent()) {
      return true;
    }
    // What was proven was proven against an older head than this one: it says nothing about it.
    boolean overtaken = witnessed.filter(head -> head.size() >= next.size()).isPresent();
    return !overtaken && store.witnesses().advance(deviceJkt, witnessed, next);
  }

  private void alarm(Call call, Authorization.Refused refused) {
    LogHead head = refused.statement().orElseThrow().log();
    String correlationId =
        store
            .requests()
            .find(call.requestId())
            .map(RequestRecord::correlationId)
            .orElse(call.requestId());
    alarms.raise(
        call.caller().jkt(),
        new WitnessedHead(head.origin(), head.size(), head.root()),
        correlationId);
  }

  private DecisionOutcome refuse(Map<String, String> binding, RefusalCode code, String sentence) {
    record(binding, code.wire());
    return new DecisionOutcome.Refused(Refusal.of(code, sentence));
  }

  private void record(Map<String, String> binding, String code) {
    store.attempts().record(Attempt.refused(Attempt.Kind.DECISION, code, binding));
  }
}
