package dev.countersign.bridge;

import java.time.Duration;
import java.util.Optional;

/**
 * A PIN to set or to change. Both PINs are wiped when the operation ends.
 *
 * @param current the PIN in force; empty to set the first one
 * @param fresh the new PIN
 * @param deadline counted from the call; more than zero
 */
public record PinChange(Optional<Pin> current, Pin fresh, Duration deadline) {

  /** Refuses a deadline in the past. */
  public PinChange {
    RequestChecks.deadline(deadline);
  }
}
