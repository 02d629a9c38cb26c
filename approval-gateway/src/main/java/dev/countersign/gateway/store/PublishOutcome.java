package dev.countersign.gateway.store;

import dev.countersign.proof.RefusalCode;

/** What publishing a request ended in. */
public sealed interface PublishOutcome {
  /** Published, with its feed event. */
  record Published() implements PublishOutcome {}

  /** The session used this ask id before; the request it led to. */
  record AskRepeated(RequestRecord first) implements PublishOutcome {}

  /** The requester session is not alive. */
  record SessionEnded() implements PublishOutcome {}

  /** The epoch changed since the request was made. */
  record StaleEpoch() implements PublishOutcome {}

  /** The parent has ended or has no room for this child: {@code parent_not_live} and the like. */
  record NotAChild(RefusalCode code) implements PublishOutcome {}

  /** The request to be superseded is not a pending one of this session. */
  record NothingToSupersede() implements PublishOutcome {}
}
