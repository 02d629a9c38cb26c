package dev.countersign.gateway.http;

import dev.countersign.proof.crypto.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;

/**
 * Remembers identifiers until they could no longer be presented, so that each counts once. Bounded:
 * when it is full of identifiers that are still live, it refuses new ones rather than forget one.
 *
 * <p>It lives in memory only. After a restart every DPoP nonce is new, so that a proof from before
 * cannot be presented again, and a client assertion is worth nothing without a fresh proof.
 */
final class SingleUse {
  private record Used(Digest id, Instant until) {}

  private final InstantSource clock;
  private final int capacity;
  private final Set<Digest> live = new HashSet<>();
  private final Queue<Used> oldestFirst = new ArrayDeque<>();

  SingleUse(InstantSource clock, int capacity) {
    this.clock = clock;
    this.capacity = capacity;
  }

  /** Whether this is the first use; {@code seconds} is how long the identifier stays usable. */
  synchronized boolean first(String presented, long seconds) {
    // The digest, so that what is remembered is as short for a long identifier as for a short one.
    Digest id = Digest.sha256(presented.getBytes(StandardCharsets.UTF_8));
    Instant now = clock.instant();
    while (!oldestFirst.isEmpty() && oldestFirst.element().until().isBefore(now)) {
      live.remove(oldestFirst.remove().id());
    }
    if (live.size() >= capacity || !live.add(id)) {
      return false;
    }
    oldestFirst.add(new Used(id, now.plusSeconds(seconds)));
    return true;
  }
}
