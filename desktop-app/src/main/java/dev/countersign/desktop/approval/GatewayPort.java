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

  /** Has a head witnessed; gives the note with the witness's signature added. */
  GatewayAnswer<Bytes> witness(SignedCheckpoint head, Extension extension)
      throws InterruptedException;

  /**
   * How a head extends the one that was witnessed last.
   *
   * @param from that head's size, 0 before the first
   * @param consistency the path from that head to the new one; empty when there is none to show
   * @param genesis for the first head
   */
  record Extension(long from, List<TreeHash> consistency, Optional<FirstEntry> genesis) {}

  /** The log's first entry and the path from it to the head. */
  record FirstEntry(Bytes entry, List<TreeHash> inclusion) {}
}
