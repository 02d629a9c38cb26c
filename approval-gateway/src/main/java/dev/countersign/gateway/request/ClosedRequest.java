package dev.countersign.gateway.request;

import dev.countersign.gateway.Refusal;
import dev.countersign.gateway.store.RequestState;
import dev.countersign.proof.RefusalCode;

/** How a request that is no longer pending refuses. */
public final class ClosedRequest {
  private ClosedRequest() {}

  public static Refusal refusal(RequestState state) {
    return switch (state) {
      case PENDING -> throw new IllegalArgumentException("a pending request is not closed");
      case APPROVED -> Refusal.of(RefusalCode.ALREADY_DECIDED, "the request was approved");
      case DENIED -> Refusal.of(RefusalCode.ALREADY_DECIDED, "the request was denied");
      case WITHDRAWN -> Refusal.of(RefusalCode.WITHDRAWN, "the requester withdrew the request");
      case SUPERSEDED -> Refusal.of(RefusalCode.SUPERSEDED, "a newer request replaced it");
      case EXPIRED -> Refusal.of(RefusalCode.EXPIRED, "the request has expired");
      case REVOKED -> Refusal.of(RefusalCode.REVOKED, "the request was revoked");
    };
  }
}
