package dev.countersign.gateway.store;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.decision.Decision;
import dev.countersign.proof.verify.Authorized;
import java.util.List;

/**
 * A decision that passed steps 1 to 14 and is to be counted once. It can only be made of an {@link
 * Authorized}, so that no partial check can count a vote.
 *
 * @param approverSession the approver session of the submitting call
 * @param attempt what to record when it is counted
 */
public record Vote(Authorized authorized, String approverSession, Attempt attempt) {

  public String requestId() {
    return authorized.statement().requestId();
  }

  public Digest requestSha256() {
    return authorized.request().sha256();
  }

  public Bytes epoch() {
    return authorized.statement().epoch();
  }

  public Decision decision() {
    return authorized.statement().decision();
  }

  /**
   * {@code C}: what makes two presentations the same. Evidence never does, since ECDSA signatures
   * are malleable.
   */
  public Digest statement() {
    return authorized.challenge();
  }

  /** The session challenge to consume. */
  public Digest challengeSha256() {
    return authorized.statement().challengeSha256();
  }

  public String approver() {
    return authorized.statement().approver();
  }

  /** The groups of the slot; the approver must still be in one of them. */
  public List<String> groups() {
    return authorized.request().request().quorum().slots().stream().flatMap(List::stream).toList();
  }

  public String deviceJkt() {
    return authorized.statement().deviceJkt();
  }

  /** The enrolled token: a FIDO2 credential's id, or SHA-256 of a card's public key. */
  public Bytes credentialId() {
    return Token.idOf(authorized.credential());
  }

  /** The token's counter in this assertion, 0 if it does not count. */
  public long signCount() {
    return authorized.counter();
  }
}
