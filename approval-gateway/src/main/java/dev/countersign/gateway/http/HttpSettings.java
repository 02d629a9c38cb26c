package dev.countersign.gateway.http;

import java.time.Duration;

/**
 * How the API behaves.
 *
 * @param tokenLife of access tokens, at most ten minutes
 * @param enrolmentsPerMinute from one address
 */
public record HttpSettings(
    Listen listen, FeedSettings feed, Duration tokenLife, int enrolmentsPerMinute) {
  private static final Duration MAX_TOKEN_LIFE = Duration.ofMinutes(10);

  public HttpSettings {
    if (tokenLife.isNegative() || tokenLife.isZero() || tokenLife.compareTo(MAX_TOKEN_LIFE) > 0) {
      throw new IllegalArgumentException("an access token lives at most ten minutes");
    }
  }

  /** The usual behaviour. */
  public static HttpSettings of(Listen listen) {
    return new HttpSettings(listen, FeedSettings.DEFAULT, MAX_TOKEN_LIFE, 30);
  }
}
