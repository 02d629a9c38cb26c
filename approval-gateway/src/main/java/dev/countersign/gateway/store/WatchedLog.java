package dev.countersign.gateway.store;

import dev.countersign.proof.Bytes;
import java.util.Optional;

/**
 * A log that is witnessed on its own signature alone, such as one of another gateway's desks.
 *
 * @param key its public key, in the form of C2SP signed-note; the name in it is the origin
 * @param head the last cosigned head; empty before the first
 * @param fork present once it signed two histories; nothing of it is cosigned since
 */
public record WatchedLog(String origin, String key, Optional<Head> head, Optional<Fork> fork) {

  /**
   * A cosigned head.
   *
   * @param note as the log signed it
   * @param at Unix seconds
   */
  public record Head(WitnessedHead head, Bytes note, long at) {}

  /**
   * The proof of a fork: two notes over trees of one size with two roots, both signed by the log.
   *
   * @param at Unix seconds
   * @param correlationId of the call in which it was shown
   */
  public record Fork(long at, String correlationId, Bytes cosigned, Bytes shown) {}
}
