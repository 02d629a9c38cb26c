package dev.countersign.gateway.store;

import dev.countersign.proof.Bytes;

/**
 * What the gateway remembers. Every method that changes something is one transaction and is durable
 * when it returns; time is the store's clock. A {@link StoreException} says that the store is in
 * doubt.
 */
public interface ApprovalStore extends AutoCloseable {
  /** The 16 bytes drawn when the ledger was created, restored or promoted. */
  Bytes epoch();

  /** Draws a new epoch: every older request, challenge and grant is refused from now on. */
  Bytes newEpoch();

  DirectoryStore directory();

  SessionStore sessions();

  RequestStore requests();

  FeedStore feed();

  DecisionStore decisions();

  GrantStore grants();

  WitnessStore witnesses();

  AttemptStore attempts();

  @Override
  void close();
}
