package dev.countersign.gateway.store;

import java.util.Optional;

/** The witnessed log heads. */
public interface WitnessStore {
  Optional<WitnessedHead> head(String deviceJkt);

  /**
   * Replaces the head, if it is still the expected one.
   *
   * @return false, and nothing changed, if it is not
   */
  boolean advance(String deviceJkt, Optional<WitnessedHead> expected, WitnessedHead next);
}
