package dev.countersign.gateway.store;

import dev.countersign.proof.crypto.VerifyingKey;
import dev.countersign.proof.request.Requester;
import dev.countersign.proof.request.RequesterSession;

/**
 * A requester session as pinned when it began.
 *
 * @param session what requests repeat of it
 * @param client the registered id of the client that started it
 * @param key the key it is bound to
 * @param address the observed source address
 * @param expiresAt Unix seconds; the first second in which it is no longer alive
 */
public record SessionRecord(
    RequesterSession session,
    Requester requester,
    String client,
    VerifyingKey key,
    String address,
    long expiresAt,
    boolean ended) {

  public String id() {
    return session.id();
  }

  /** Whether it is alive at a time in Unix seconds. */
  public boolean aliveAt(long time) {
    return !ended && time < expiresAt;
  }
}
