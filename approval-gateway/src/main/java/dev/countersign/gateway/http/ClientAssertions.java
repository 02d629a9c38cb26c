package dev.countersign.gateway.http;

import dev.countersign.proof.crypto.VerifyingKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Checks {@code private_key_jwt} client assertions (RFC 7523 §3): the audience is exactly the
 * issuer identifier, the life at most a minute, and each assertion counts once.
 */
final class ClientAssertions {
  /** The longest life, and the longest time until {@code exp}. */
  static final Duration LIFE = Duration.ofMinutes(1);

  /** How far the client's clock may be ahead. */
  private static final Duration SKEW = Duration.ofSeconds(30);

  private static final int MAX_LIVE = 100_000;

  private final InstantSource clock;
  private final String issuer;
  private final SingleUse used;

  ClientAssertions(InstantSource clock, String issuer) {
    this.clock = clock;
    this.issuer = issuer;
    this.used = new SingleUse(clock, MAX_LIVE);
  }

  /** Who the assertion says it is from; nothing is checked yet. */
  static String claimedClient(JwtProof assertion) {
    return assertion.required("sub");
  }

  /** Passes only for an unused assertion by this client's registered key. */
  void require(JwtProof assertion, String clientId, VerifyingKey key) {
    demand(assertion.isSignedBy(key), "its signature");
    demand(assertion.required("iss").equals(clientId), "iss");
    demand(assertion.required("sub").equals(clientId), "sub");
    demand(assertion.audience().equals(List.of(issuer)), "aud");
    Instant now = clock.instant();
    Instant expires = assertion.time("exp").orElse(Instant.EPOCH);
    demand(expires.isAfter(now), "exp, which has passed");
    demand(!expires.isAfter(now.plus(LIFE).plus(SKEW)), "exp, which is too far away");
    assertion
        .time("iat")
        .ifPresent(issued -> {
          demand(!issued.isAfter(now.plus(SKEW)), "iat, which is ahead");
          demand(!expires.isAfter(issued.plus(LIFE)), "exp, which is too far from iat");
        });
    assertion.time("nbf").ifPresent(start -> demand(!start.isAfter(now.plus(SKEW)), "nbf"));
    String id = clientId + " " + assertion.required("jti");
    demand(used.first(id, LIFE.plus(SKEW).toSeconds() + 1), "jti, which was used before");
  }

  private static void demand(boolean holds, String what) {
    if (!holds) {
      throw ApiException.unauthorized("a client assertion fails on " + what);
    }
  }
}
