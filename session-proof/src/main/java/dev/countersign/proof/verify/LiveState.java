package dev.countersign.proof.verify;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.crypto.P256VerifyingKey;
import dev.countersign.proof.log.TreeHash;
import dev.countersign.proof.request.GatewayKeys;
import dev.countersign.proof.request.RequesterSession;
import dev.countersign.proof.request.VerifiedRequest;
import java.util.List;
import java.util.Optional;

/**
 * What only the gateway knows at the moment of a decision. One instance is one reading; the store
 * reads again inside its transaction (step 15) whatever can change in between.
 */
public interface LiveState {
  /** The gateway's own keys and issuer. */
  GatewayKeys keys();

  /** The RP ID used for approvals only. */
  String audience();

  /** The ledger's current epoch, 16 bytes. */
  Bytes epoch();

  /** Whether this is a demo gateway, the only kind that takes the software key. */
  boolean demo();

  /** The verifier's clock, Unix seconds. */
  long now();

  Optional<StoredRequest> request(String requestId);

  Optional<StoredSession> session(String sessionId);

  Optional<StoredChallenge> challenge(Digest challengeSha256);

  Optional<StoredDevice> device(String jkt);

  Optional<StoredApprover> approver(String id);

  Optional<StoredToken> token(Bytes credentialId);

  /** The largest head witnessed of a device's log. */
  Optional<WitnessedHead> witnessedHead(String deviceJkt);

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

  /** Whether something enrolled may be used. */
  enum Standing {
    GOOD,
    SUSPENDED,
    REVOKED
  }

  /** An enrolled device. */
  record StoredDevice(P256VerifyingKey key, String approver, Standing standing) {}

  /** An enrolled approver. */
  record StoredApprover(String id, String person, List<String> groups, Standing standing) {
    public StoredApprover {
      groups = List.copyOf(groups);
    }
  }

  /**
   * An enrolled token.
   *
   * @param cose the credential public key, COSE_Key
   * @param demo whether it is the demo's software key
   */
  record StoredToken(
      Bytes credentialId,
      Bytes cose,
      String approver,
      String aaguid,
      boolean demo,
      Standing standing) {}

  /** A head of a device's log. */
  record WitnessedHead(long size, TreeHash root) {}
}
