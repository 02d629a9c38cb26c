package dev.countersign.gateway.store;

/** What closing a pending request without a decision ended in. */
public sealed interface CloseOutcome {
  record Closed() implements CloseOutcome {}

  /** It is closed already. */
  record Already(RequestState state) implements CloseOutcome {}

  record Unknown() implements CloseOutcome {}
}
