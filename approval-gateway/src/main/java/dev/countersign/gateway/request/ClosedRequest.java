package dev.countersign.gateway.request;

import dev.countersign.gateway.store.RequestState;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;

/** How a request that is no longer pending refuses. */
public final class ClosedRequest {
  private ClosedRequest() {}

  /** The refusal; a pending request has none. */
  public static RefusedException refusal(RequestState state) {
    return switch (state) {
      case PENDING -> throw new IllegalArgumentException("a pending request is not closed");
      case APPROVED -> refused(RefusalCode.ALREADY_DECIDED, "the request was approved");
      case DENIED -> refused(RefusalCode.ALREADY_DECIDED, "the request was denied");
      case WITHDRAWN -> refused(RefusalCode.WITHDRAWN, "the requester withdrew the request");
      case SUPERSEDED -> refused(RefusalCode.SUPERSEDED, "a newer request replaced it");
      case EXPIRED -> refused(RefusalCode.EXPIRED, "the request has expired");
      case REVOKED -> refused(RefusalCode.REVOKED, "the request was revoked");
    };
  }

  private static RefusedException refused(RefusalCode code, String sentence) {
    return new RefusedException(code, sentence);
  }
}
