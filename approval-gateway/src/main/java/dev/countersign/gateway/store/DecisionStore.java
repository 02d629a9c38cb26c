package dev.countersign.gateway.store;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Digest;
import java.util.List;
import java.util.Optional;

/** Session challenges and counted votes. */
public interface DecisionStore {

  /** Makes the signed objects of a decision, inside the transaction that counts it. */
  interface Issuer {
    /**
     * The receipt envelope's bytes.
     *
     * @param seq the vote's number
     * @param at Unix seconds
     */
    Bytes receipt(long seq, long at);

    /** The grant of an approval that meets the quorum; {@code at} is Unix seconds. */
    GrantRecord grant(long at);
  }

  void addChallenge(ChallengeRecord challenge);

  Optional<ChallengeRecord> challenge(Digest sha256);

  Optional<VoteRecord> vote(Digest statement);

  /** The counted votes of a device on a request, oldest first. */
  List<VoteRecord> votes(String requestId, String deviceJkt);

  /**
   * Step 15 of verification, in one transaction under the store's clock: reads the request, expiry,
   * epoch, requester session, challenge, approver session, approver, device and token again,
   * consumes the challenge, checks and stores the token's counter, counts the vote, closes the
   * request, issues receipt and grant, and records the attempt. A counter that does not rise
   * suspends the token and does nothing else.
   */
  DecideOutcome decide(Vote vote, Issuer issuer);
}
