package dev.countersign.gateway.http;

import java.time.Duration;

/**
 * How the live feed treats its readers.
 *
 * @param heartbeat the longest silence
 * @param maxQueuedBytes how much may wait for one reader before it is evicted
 * @param maxWrite how long one write to a reader may take before it is evicted
 */
public record FeedSettings(Duration heartbeat, int maxQueuedBytes, Duration maxWrite) {
  /** The values for production: heartbeat 15 s, 256 KiB, 20 s. */
  public static final FeedSettings DEFAULT =
      new FeedSettings(Duration.ofSeconds(15), 256 * 1024, Duration.ofSeconds(20));
}
