package dev.countersign.desktop.approval;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.decision.Decision;
import dev.countersign.proof.log.SignedCheckpoint;
import dev.countersign.proof.log.TreeHash;
import dev.countersign.proof.request.Envelope;
import java.util.List;
import java.util.Optional;

/**
 * What a decision needs of the gateway. Every call has a deadline of its own and ends early, with
 * {@link InterruptedException}, when its thread is interrupted.
 */
public interface GatewayPort {

  /**
   * A head of this device's log that the gateway remembers.
   *
   * @param size number of entries
   */
  record WitnessedHead(long size, TreeHash root) {}

  /** Asks for a session challenge; gives the envelope's bytes. */
  GatewayAnswer<Bytes> challenge(String requestId, Digest requestSha256, Decision decision)
      throws InterruptedException;

  /** Submits a proof; gives the receipt envelope's bytes. Safe to repeat with the same proof. */
  GatewayAnswer<Bytes> submit(String requestId, Bytes proof, Envelope logEvidence)
      throws InterruptedException;

  /** The head of this device's log that the gateway witnessed last; empty before the first. */
  GatewayAnswer<Optional<WitnessedHead>> witnessed() throws InterruptedException;

  /**
   * Has a head witnessed; gives the note with the witness's signature added.
   *
   * @param from the size of the head that was witnessed last, 0 before the first
   * @param consistency the path from that head to the checkpoint's
   */
  GatewayAnswer<Bytes> witness(SignedCheckpoint head, List<TreeHash> consistency, long from)
      throws InterruptedException;
}
