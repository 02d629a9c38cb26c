package dev.countersign.bridge;

/** How asking a token about itself ended. */
public sealed interface DescribeOutcome permits DescribeOutcome.Described, TokenFailure {

  /** What it said. */
  record Described(TokenDetails details) implements DescribeOutcome {}
}
