package dev.countersign.gateway.http;

import dev.countersign.proof.Bytes;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The server's DPoP nonces (RFC 9449 §8): one at a time, replaced every {@link #LIFE}; the one
 * before is still taken, so that a client is never cut off in the middle of a call.
 */
final class DpopNonces {
  static final Duration LIFE = Duration.ofMinutes(1);

  private final InstantSource clock;
  private final SecureRandom random;
  private String current;
  private String previous;
  private Instant since;

  DpopNonces(InstantSource clock, SecureRandom random) {
    this.clock = clock;
    this.random = random;
    this.current = draw();
    this.previous = draw();
    this.since = clock.instant();
  }

  /** The nonce that the next proof should carry. */
  synchronized String current() {
    turn();
    return current;
  }

  synchronized boolean accepts(String nonce) {
    turn();
    return nonce.equals(current) || nonce.equals(previous);
  }

  private void turn() {
    Duration age = Duration.between(since, clock.instant());
    if (age.compareTo(LIFE) < 0) {
      return;
    }
    previous = age.compareTo(LIFE.multipliedBy(2)) < 0 ? current : draw();
    current = draw();
    since = clock.instant();
  }

  private String draw() {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return Bytes.of(bytes).base64Url();
  }
}
