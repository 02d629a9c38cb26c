package dev.countersign.gateway.store;

import dev.countersign.proof.Bytes;
import java.util.Optional;

/** Issued grants and their redemption. */
public interface GrantStore {

  /** Makes the signed answer, inside the transaction that consumes the use. */
  interface Answer {
    /** The redemption envelope's bytes; {@code at} is Unix seconds. */
    Bytes at(long at);
  }

  /** What reporting an outcome ended in. */
  enum ReportOutcome {
    REPORTED,
    ALREADY_REPORTED,
    UNKNOWN
  }

  Optional<GrantRecord> find(String grantId);

  Optional<GrantRecord> ofRequest(String requestId);

  /**
   * Whether the request's approval can still be used, under the store's clock: by redeeming a
   * detail of its grant, or by children that it may have.
   */
  boolean usable(String requestId);

  /**
   * Consumes one use in one transaction under the store's clock: reads grant, request, session and
   * epoch again.
   */
  RedeemOutcome redeem(Redeem redeem, Answer answer);

  /** Records the outcome of a redemption of this executor, once. */
  ReportOutcome report(String redemptionId, String executor, String outcome, Optional<String> note);

  /** Revokes the unredeemed grant of a request, with a feed event; false if there is none. */
  boolean revoke(String requestId);
}
