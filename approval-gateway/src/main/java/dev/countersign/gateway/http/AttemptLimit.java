package dev.countersign.gateway.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** At most so many attempts from one address in a minute. */
final class AttemptLimit {
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final InstantSource clock;
  private final int most;
  private final Map<String, Integer> counts = new HashMap<>();
  private Instant since = Instant.EPOCH;

  AttemptLimit(InstantSource clock, int most) {
    this.clock = clock;
    this.most = most;
  }

  /** Counts an attempt and refuses one too many. */
  synchronized void count(String address) {
    Instant now = clock.instant();
    if (!now.isBefore(since.plus(WINDOW))) {
      counts.clear();
      since = now;
    }
    if (counts.merge(address, 1, Integer::sum) > most) {
      throw ApiException.rateLimited(
          Math.max(1, Duration.between(now, since.plus(WINDOW)).toSeconds()));
    }
  }
}
