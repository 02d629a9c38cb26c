package dev.countersign.bridge;

/** How waiting for a touch ended. */
public sealed interface TouchOutcome permits TouchOutcome.Touched, TokenFailure {

  /** The token was touched. Nothing was signed, and nothing was proved by it. */
  record Touched() implements TouchOutcome {}
}
