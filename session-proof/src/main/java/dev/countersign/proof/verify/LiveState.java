package dev.countersign.proof.verify;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.log.TreeHash;
import dev.countersign.proof.request.RequesterSession;
import dev.countersign.proof.request.VerifiedRequest;
import java.util.Optional;

/**
 * What only the gateway knows at the moment of a decision. One instance is one reading; the store
 * reads again inside its transaction (step 15) whatever can change in between.
 */
public interface LiveState extends Enrolments {
  /** The ledger's current epoch, 16 bytes. */
  Bytes epoch();

  /** The verifier's clock, Unix seconds. */
  @Override
  long now();

  Optional<StoredRequest> request(String requestId);

  Optional<StoredSession> session(String sessionId);

  Optional<StoredChallenge> challenge(Digest challengeSha256);

  /** The largest head witnessed of a device's log. */
  Optional<WitnessedHead> witnessedHead(String deviceJkt);

  /**
   * How many approved requests have this parent and a detail of this type.
   *
   * @param except the id of the request that is judged, which does not count
   */
  long approvedChildren(String parentId, String type, String except);

  /** Evaluates policy again, now; a refusal is one sentence. */
  Optional<String> policyObjection(VerifiedRequest request);

  /** Where a request stands. */
  enum RequestStatus {
    PENDING,
    APPROVED,
    DENIED,
    WITHDRAWN,
    SUPERSEDED,
    EXPIRED,
    REVOKED
  }

  /**
   * A request as issued.
   *
   * @param envelope the exact bytes that the gateway signed
   * @param unredeemedGrants whether an approval of it can still be used
   */
  record StoredRequest(Bytes envelope, RequestStatus status, boolean unredeemedGrants) {}

  /** A requester session as it is now. */
  record StoredSession(RequesterSession current, boolean live) {}

  /** A session challenge as issued; {@code expiresAt} in Unix seconds. */
  record StoredChallenge(
      Digest requestSha256,
      String approver,
      String deviceJkt,
      String approverSession,
      long expiresAt,
      boolean used) {}

  /** A head of a device's log. */
  record WitnessedHead(long size, TreeHash root) {}
}
