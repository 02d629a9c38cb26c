package dev.countersign.gateway.request;

import dev.countersign.gateway.Caller.DeviceCaller;
import dev.countersign.gateway.Caller.RequesterCaller;
import dev.countersign.gateway.GatewayIdentity;
import dev.countersign.gateway.Ids;
import dev.countersign.gateway.Outcome;
import dev.countersign.gateway.Outcome.Nothing;
import dev.countersign.gateway.policy.Policy;
import dev.countersign.gateway.store.ApprovalStore;
import dev.countersign.gateway.store.RequestState;
import dev.countersign.proof.Bytes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Issues approval requests and follows them until they close. */
@SuppressWarnings("DoNotCallSuggester")
public final class RequestService {

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
      GatewayIdentity identity, ApprovalStore store, Policy policy, Ids ids, InstantSource clock) {}

  /**
   * Issues a request from a signed ask.
   *
   * @param askEnvelope the bytes that travelled
   * @return the request envelope's bytes; the first ones again for a repeated ask
   */
  public Outcome<Bytes> issue(RequesterCaller caller, byte[] askEnvelope) {
    throw new UnsupportedOperationException();
  }

  /**
   * The state of the caller's request; blocks while it is pending, at most {@code wait}.
   *
   * @throws InterruptedException when the waiting thread is cancelled
   */
  public Outcome<Status> status(RequesterCaller caller, String requestId, Duration wait)
      throws InterruptedException {
    throw new UnsupportedOperationException();
  }

  /** Withdraws the caller's pending request. */
  public Outcome<Nothing> withdraw(RequesterCaller caller, String requestId) {
    throw new UnsupportedOperationException();
  }

  /** The pending requests and where the feed continues after them. */
  public Pending pending() {
    throw new UnsupportedOperationException();
  }

  /** The signed request for a desk. */
  public Outcome<Bytes> envelope(DeviceCaller caller, String requestId) {
    throw new UnsupportedOperationException();
  }

  /** Closes what has expired; to be called every second or so. */
  public void expireOverdue() {
    throw new UnsupportedOperationException();
  }
}
