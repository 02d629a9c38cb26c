package dev.countersign.gateway.witness;

import dev.countersign.gateway.Refusal;
import dev.countersign.gateway.store.WitnessedHead;

/** What presenting a log head ended in. */
public sealed interface WitnessOutcome {
  /** The note with this witness's cosignature as its last line. */
  record Cosigned(String checkpoint) implements WitnessOutcome {}

  /** The proof begins at another size than the witnessed one: {@code log_witness_outdated}. */
  record Outdated(WitnessedHead witnessed) implements WitnessOutcome {}

  /** Refused; for {@code log_fork} the device is suspended now. */
  record Refused(Refusal refusal) implements WitnessOutcome {}
}
