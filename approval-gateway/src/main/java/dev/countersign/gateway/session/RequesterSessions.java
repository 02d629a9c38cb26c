package dev.countersign.gateway.session;

import dev.countersign.gateway.Caller.DeviceCaller;
import dev.countersign.gateway.Caller.RequesterCaller;
import dev.countersign.gateway.Ids;
import dev.countersign.gateway.Outcome;
import dev.countersign.gateway.Outcome.Nothing;
import dev.countersign.gateway.store.ApprovalStore;
import dev.countersign.proof.request.Attributes;
import dev.countersign.proof.request.Requester;
import dev.countersign.proof.request.SessionKind;
import java.time.InstantSource;

/** Starts and ends requester sessions. */
@SuppressWarnings("DoNotCallSuggester")
public final class RequesterSessions {

  /**
   * What a requester says of itself when it starts a session.
   *
   * @param attributes claimed attributes only
   */
  public record Start(SessionKind kind, Requester requester, Attributes attributes) {}

  /** A started session; times are Unix seconds. */
  public record Started(String sessionId, long startedAt, long expiresAt) {}

  public RequesterSessions(ApprovalStore store, Ids ids, InstantSource clock) {}

  /** Starts a session bound to the caller's key and its observed address. */
  public Outcome<Started> start(RequesterCaller caller, Start start) {
    throw new UnsupportedOperationException();
  }

  /** Ends the caller's own session; voids its pending requests and unused grants. */
  public Outcome<Nothing> end(RequesterCaller caller, String sessionId) {
    throw new UnsupportedOperationException();
  }

  /** Ends any requester session from a desk, at once. */
  public Outcome<Nothing> endByApprover(DeviceCaller caller, String sessionId) {
    throw new UnsupportedOperationException();
  }
}
