package dev.countersign.gateway.store;

import java.util.List;
import java.util.Optional;

/** Published requests. */
public interface RequestStore {
  /**
   * Publishes a pending request with its feed event and the record of the attempt in one
   * transaction.
   *
   * <p>Of a child, parent and room are read again here: its ancestors must be approved and live,
   * and with the pending children it must not exceed what the parent allows.
   */
  PublishOutcome publish(RequestRecord request, Relations relations, Attempt attempt);

  /**
   * How many approved requests have this parent and a detail of this type.
   *
   * @param except the id of a request that does not count
   */
  long approvedChildren(String parentId, String type, String except);

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
