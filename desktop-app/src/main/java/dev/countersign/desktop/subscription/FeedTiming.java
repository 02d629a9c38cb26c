package dev.countersign.desktop.subscription;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The patience of the subscription.
 *
 * @param silence how long a stream may be silent (the gateway sends a heartbeat every 15 s)
 * @param firstByte how long the first byte of a stream may take before the feed is polled instead
 * @param pollWait how long one poll may wait at the gateway
 * @param shortest the smallest upper bound of the pause before connecting again
 * @param longest the largest upper bound of that pause
 */
public record FeedTiming(
    Duration silence, Duration firstByte, Duration pollWait, Duration shortest, Duration longest) {

  /** 45 s, 10 s, 25 s, 1 s to 30 s. */
  public static FeedTiming usual() {
    return new FeedTiming(
        Duration.ofSeconds(45),
        Duration.ofSeconds(10),
        Duration.ofSeconds(25),
        Duration.ofSeconds(1),
        Duration.ofSeconds(30));
  }

  /** Full jitter: anything from nothing to a bound that doubles with every failure in a row. */
  Duration pause(int failures, RandomGenerator random) {
    long bound = shortest.toMillis() << Math.min(failures, 20);
    return Duration.ofMillis(random.nextLong(Math.min(bound, longest.toMillis()) + 1));
  }
}
