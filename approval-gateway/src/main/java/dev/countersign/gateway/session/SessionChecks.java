package dev.countersign.gateway.session;

import dev.countersign.gateway.Caller.RequesterCaller;
import dev.countersign.gateway.Refusal;
import dev.countersign.gateway.store.ApprovalStore;
import dev.countersign.gateway.store.SessionRecord;
import dev.countersign.proof.RefusalCode;
import java.time.InstantSource;
import java.util.Optional;

/** Whether a call comes from the requester session it names, unchanged since it began. */
public final class SessionChecks {
  private final ApprovalStore store;
  private final InstantSource clock;

  public SessionChecks(ApprovalStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Whether the session belongs to this caller and its key, alive or not. */
  public static boolean isOwn(RequesterCaller caller, SessionRecord session) {
    return session.client().equals(caller.id()) && session.key().thumbprint().equals(caller.jkt());
  }

  /**
   * Why the session cannot be used by this call. A call with the session's own key from another
   * address ends the session: whoever holds the key must prove itself anew. A call with another key
   * ends nothing, or anyone could end other people's sessions.
   */
  public Optional<Refusal> refusal(RequesterCaller caller, SessionRecord session) {
    if (!isOwn(caller, session)) {
      return Optional.of(
          Refusal.of(RefusalCode.SESSION_CHANGED, "the session is bound to another client or key"));
    }
    if (!session.aliveAt(clock.instant().getEpochSecond())) {
      return Optional.of(Refusal.of(RefusalCode.SESSION_ENDED, "the session has ended"));
    }
    if (!session.address().equals(caller.address())) {
      store.sessions().end(session.id());
      return Optional.of(
          Refusal.of(
              RefusalCode.SESSION_CHANGED,
              "the call comes from another address than the session; the session was ended"));
    }
    return Optional.empty();
  }
}
