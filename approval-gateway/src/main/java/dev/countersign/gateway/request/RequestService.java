package dev.countersign.gateway.request;

import dev.countersign.gateway.Caller.DeviceCaller;
import dev.countersign.gateway.Caller.RequesterCaller;
import dev.countersign.gateway.GatewayCode;
import dev.countersign.gateway.GatewayIdentity;
import dev.countersign.gateway.Ids;
import dev.countersign.gateway.Outcome;
import dev.countersign.gateway.Outcome.Nothing;
import dev.countersign.gateway.Refusal;
import dev.countersign.gateway.policy.Policy;
import dev.countersign.gateway.policy.PolicyOutcome;
import dev.countersign.gateway.request.RequestFactory.Issue;
import dev.countersign.gateway.session.SessionChecks;
import dev.countersign.gateway.store.ApprovalStore;
import dev.countersign.gateway.store.Attempt;
import dev.countersign.gateway.store.CloseOutcome;
import dev.countersign.gateway.store.GrantRecord;
import dev.countersign.gateway.store.PublishOutcome;
import dev.countersign.gateway.store.Relations;
import dev.countersign.gateway.store.RequestRecord;
import dev.countersign.gateway.store.RequestState;
import dev.countersign.gateway.store.SessionRecord;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.request.Ask;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Issues approval requests and follows them until they close. */
public final class RequestService {
  /** How far a requester's clock may be ahead; its asks still end 60 s after their {@code iat}. */
  private static final long CLOCK_LEAD_SECONDS = 5;

  private final ApprovalStore store;
  private final Policy policy;
  private final InstantSource clock;
  private final AskCheck asks;
  private final SessionChecks sessions;
  private final RequestFactory factory;
  private final TransactionCheck transactions = new TransactionCheck();
  private final Parents parents;

  /**
   * What the requester is told.
   *
   * @param grant the grant envelope's bytes, once approved
   * @param decidedAt Unix seconds
   */
  public record Status(
      String requestId, RequestState state, Optional<Bytes> grant, OptionalLong decidedAt) {}

  /**
   * What a desk shows at start.
   *
   * @param next the feed sequence after which to continue
   */
  public record Pending(List<String> requestIds, long next) {
    public Pending {
      requestIds = List.copyOf(requestIds);
    }
  }

  public RequestService(
      GatewayIdentity identity, ApprovalStore store, Policy policy, Ids ids, InstantSource clock) {
    this.store = store;
    this.policy = policy;
    this.clock = clock;
    this.asks = new AskCheck(identity.issuer(), store, clock);
    this.sessions = new SessionChecks(store, clock);
    this.factory = new RequestFactory(identity, ids);
    this.parents = new Parents(identity, store, policy);
  }

  /**
   * Issues a request from a signed ask.
   *
   * @param askEnvelope the bytes that travelled
   * @return the request envelope's bytes; the first ones again for a repeated ask
   */
  public Outcome<Bytes> issue(RequesterCaller caller, byte[] askEnvelope) {
    return switch (asks.check(caller, askEnvelope)) {
      case AskCheck.Result.Stranger() -> new Outcome.NotFound<>();
      case AskCheck.Result.Bad(Refusal refusal) ->
          refused(refusal, AskBinding.of(caller, askEnvelope));
      case AskCheck.Result.Good(AskCheck.Checked checked) -> issue(caller, checked);
    };
  }

  private Outcome<Bytes> issue(RequesterCaller caller, AskCheck.Checked checked) {
    AskBinding binding = AskBinding.of(caller, checked);
    Optional<RequestRecord> first =
        store.requests().findByAsk(checked.session().id(), checked.ask().askId());
    if (first.isPresent()) {
      return repeated(first.get(), checked, binding);
    }
    try {
      requireTime(checked.ask());
      return publish(checked, binding);
    } catch (RefusedException refused) {
      return refused(Refusal.of(refused), binding);
    }
  }

  private Outcome<Bytes> publish(AskCheck.Checked checked, AskBinding binding)
      throws RefusedException {
    Optional<Refusal> unfit = transactions.refusal(checked.ask().details());
    if (unfit.isPresent()) {
      return refused(unfit.get(), binding);
    }
    PolicyOutcome.Conditions conditions =
        switch (policy.evaluate(checked.ask().details())) {
          case PolicyOutcome.Conditions allowed -> allowed;
          case PolicyOutcome.Denied(String sentence) ->
              throw new RefusedException(RefusalCode.POLICY_DENIED, sentence);
        };
    Optional<String> executor =
        Executors.forTypes(store.directory(), checked.ask().details().types());
    if (executor.isEmpty()) {
      return refused(
          Refusal.of(
              GatewayCode.NO_EXECUTOR, "no single executor is registered for all these types"),
          binding);
    }
    long now = now();
    Issue issue = new Issue(store.epoch(), now, parents.end(checked.ask(), now));
    RequestRecord request = factory.make(checked, conditions, executor.get(), issue);
    Relations relations = parents.require(request, checked.ask(), now);
    Attempt accepted = Attempt.accepted(Attempt.Kind.ASK, binding.with(request));
    return switch (store.requests().publish(request, relations, accepted)) {
      case PublishOutcome.Published() -> new Outcome.Done<>(request.envelope());
      case PublishOutcome.AskRepeated(RequestRecord first) -> repeated(first, checked, binding);
      case PublishOutcome.SessionEnded() ->
          throw new RefusedException(RefusalCode.SESSION_ENDED, "the session has ended");
      case PublishOutcome.StaleEpoch() ->
          throw new RefusedException(RefusalCode.WRONG_EPOCH, "the ledger was just restored");
      case PublishOutcome.NotAChild(RefusalCode code) ->
          throw new RefusedException(code, "the parent has ended or has no room for this child");
      case PublishOutcome.NothingToSupersede() ->
          throw new RefusedException(
              RefusalCode.UNKNOWN_REQUEST,
              "the request to supersede is not a pending one of this session");
    };
  }

  private Outcome<Bytes> repeated(
      RequestRecord first, AskCheck.Checked checked, AskBinding binding) {
    if (!first.askEnvelopeSha256().equals(checked.wireSha256())) {
      return refused(
          Refusal.of(RefusalCode.REQUEST_MISMATCH, "this ask_id was used for another ask before"),
          binding);
    }
    store.attempts().record(Attempt.repeated(Attempt.Kind.ASK, binding.with(first)));
    return new Outcome.Done<>(first.envelope());
  }

  private void requireTime(Ask ask) throws RefusedException {
    long now = now();
    if (now < ask.issuedAt() - CLOCK_LEAD_SECONDS) {
      throw new RefusedException(RefusalCode.NOT_YET_VALID, "the ask is from the future");
    }
    if (now >= ask.issuedAt() + Ask.LIFE_SECONDS) {
      throw new RefusedException(RefusalCode.EXPIRED, "the ask is older than 60 s");
    }
  }

  private <T> Outcome<T> refused(Refusal refusal, AskBinding binding) {
    store
        .attempts()
        .record(Attempt.refused(Attempt.Kind.ASK, refusal.code(), binding.attributes()));
    return new Outcome.Refused<>(refusal);
  }

  /**
   * The state of the caller's request; blocks while it is pending, at most {@code wait}.
   *
   * @throws InterruptedException when the waiting thread is cancelled
   */
  public Outcome<Status> status(RequesterCaller caller, String requestId, Duration wait)
      throws InterruptedException {
    long deadline = System.nanoTime() + wait.toNanos();
    while (true) {
      // Position first: what changes after it wakes us.
      long seen = store.feed().position();
      Outcome<Status> status = statusNow(caller, requestId);
      Duration left = Duration.ofNanos(deadline - System.nanoTime());
      boolean pending =
          status instanceof Outcome.Done<Status>(Status done)
              && done.state() == RequestState.PENDING;
      if (!pending || left.isNegative() || left.isZero()) {
        return status;
      }
      store.feed().awaitAfter(seen, left);
    }
  }

  private Outcome<Status> statusNow(RequesterCaller caller, String requestId) {
    Optional<RequestRecord> request = current(requestId);
    Optional<SessionRecord> session =
        request.flatMap(found -> store.sessions().session(found.sessionId()));
    if (!session.filter(own -> SessionChecks.isOwn(caller, own)).isPresent()) {
      return new Outcome.NotFound<>();
    }
    // Of an ended session the requester may still learn what became of its requests.
    Optional<Refusal> refusal =
        sessions
            .refusal(caller, session.get())
            .filter(found -> !found.code().equals(RefusalCode.SESSION_ENDED.wire()));
    if (refusal.isPresent()) {
      return new Outcome.Refused<>(refusal.get());
    }
    RequestRecord found = request.orElseThrow();
    Optional<Bytes> grant =
        found.state() == RequestState.APPROVED
            ? store.grants().ofRequest(requestId).map(GrantRecord::envelope)
            : Optional.empty();
    return new Outcome.Done<>(new Status(requestId, found.state(), grant, found.decidedAt()));
  }

  /** Withdraws the caller's pending request. */
  public Outcome<Nothing> withdraw(RequesterCaller caller, String requestId) {
    Optional<SessionRecord> session =
        store.requests().find(requestId).flatMap(r -> store.sessions().session(r.sessionId()));
    if (!session.filter(own -> SessionChecks.isOwn(caller, own)).isPresent()) {
      return new Outcome.NotFound<>();
    }
    Optional<Refusal> refusal = sessions.refusal(caller, session.get());
    if (refusal.isPresent()) {
      return new Outcome.Refused<>(refusal.get());
    }
    return switch (store.requests().withdraw(requestId)) {
      case CloseOutcome.Closed() -> Outcome.done();
      case CloseOutcome.Already(RequestState state) ->
          Outcome.refused(ClosedRequest.refusal(state));
      case CloseOutcome.Unknown() -> new Outcome.NotFound<>();
    };
  }

  /** The pending requests and where the feed continues after them. */
  public Pending pending() {
    // Position first: an event in between is then told twice, never not at all.
    long next = store.feed().position();
    return new Pending(store.requests().pending(), next);
  }

  /** The signed request for a desk. Every enrolled approver may see every request. */
  public Outcome<Bytes> envelope(DeviceCaller caller, String requestId) {
    if (store.directory().device(caller.jkt()).isEmpty()) {
      return new Outcome.NotFound<>();
    }
    return store
        .requests()
        .find(requestId)
        .<Outcome<Bytes>>map(request -> new Outcome.Done<>(request.envelope()))
        .orElseGet(Outcome.NotFound::new);
  }

  /** Closes what has expired; to be called every second or so. */
  public void expireOverdue() {
    store.requests().expireOverdue();
  }

  private Optional<RequestRecord> current(String requestId) {
    Optional<RequestRecord> found = store.requests().find(requestId);
    boolean overdue =
        found
            .filter(
                request -> request.state() == RequestState.PENDING && request.expiresAt() <= now())
            .isPresent();
    if (!overdue) {
      return found;
    }
    store.requests().expireOverdue();
    return store.requests().find(requestId);
  }

  private long now() {
    return clock.instant().getEpochSecond();
  }
}
