package dev.countersign.gateway.store;

import java.time.Duration;
import java.util.List;

/**
 * The feed: numbered in commit order without gaps, so that a reader who continues after the last
 * number it saw misses nothing.
 */
public interface FeedStore {
  /** The newest sequence number, 0 before the first event. */
  long position();

  /** Events after a sequence number, oldest first, at most {@code limit}. */
  List<FeedEvent> read(long after, int limit);

  /**
   * Waits until there may be events after a sequence number; a hint, so read to be sure.
   *
   * @return whether there are some now
   * @throws InterruptedException when the waiting thread is cancelled
   */
  boolean awaitAfter(long after, Duration atMost) throws InterruptedException;
}
