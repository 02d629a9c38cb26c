package dev.countersign.desktop.witness;

import java.time.Instant;

/** What is known of a second witness since the desk started. */
public sealed interface WitnessState {
  /** Not asked yet. */
  record NotAsked() implements WitnessState {}

  /** It cosigned the log up to this size. */
  record Cosigned(long size, Instant at) implements WitnessState {}

  /**
   * It gave no usable answer. Decisions go on: whoever can cut it off must not be able to stop
   * them.
   *
   * @param reason one clause
   * @param since when that began
   */
  record Silent(String reason, Instant since) implements WitnessState {}

  /** It contradicts this log. Nothing can be decided. */
  record Alarmed(WitnessAlarm alarm) implements WitnessState {}
}
