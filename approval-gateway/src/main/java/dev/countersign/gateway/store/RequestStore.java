package dev.countersign.gateway.store;

import java.util.List;
import java.util.Optional;

/** Published requests. */
public interface RequestStore {
  /**
   * Publishes a pending request with its feed event and the record of the attempt in one
   * transaction.
   *
   * @param supersedes the pending request of the same session that it replaces
   */
  PublishOutcome publish(RequestRecord request, Optional<String> supersedes, Attempt attempt);

  Optional<RequestRecord> find(String id);

  /** The request that an ask of a session led to. */
  Optional<RequestRecord> findByAsk(String sessionId, String askId);

  /** Pending and not expired under the store's clock, oldest first. */
  List<String> pending();

  /** Withdraws a pending request. */
  CloseOutcome withdraw(String id);

  /**
   * Closes every pending request whose time is over, each with a feed event.
   *
   * @return how many
   */
  int expireOverdue();
}
