package dev.countersign.desktop.approval;

import java.io.IOException;
import java.util.Optional;

/** Keeps the one proof whose fate is open; a device makes one decision at a time. */
public interface PendingProofs {

  /**
   * Makes the proof durable, in the place of any other.
   *
   * @throws IOException when it is not durable; it must not be sent then
   */
  void keep(PendingProof proof) throws IOException;

  /**
   * The proof whose fate is open.
   *
   * @throws IOException when that cannot be known
   */
  Optional<PendingProof> pending() throws IOException;

  /**
   * Forgets it, because its fate is recorded.
   *
   * @throws IOException when it could not be removed; it is then resolved once more, harmlessly
   */
  void forget() throws IOException;
}
