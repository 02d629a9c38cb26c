package dev.countersign.gateway.http;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Digest;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Opaque access tokens, 256 random bits each, remembered by their digest and in memory only: after
 * a restart every client asks for a new one. A token is no more than a pointer to who got it;
 * whether that client may still call is asked of the store on every call.
 */
final class AccessTokens {
  private static final int MAX_LIVE = 100_000;

  /**
   * Who holds a token.
   *
   * @param clientId the registered id
   * @param jkt thumbprint of the key that the token is bound to
   * @param approverSession the approver session of a device
   */
  record Holder(Role role, String clientId, String jkt, Optional<String> approverSession) {}

  private record Live(Holder holder, Instant until) {}

  private final InstantSource clock;
  private final SecureRandom random;
  private final Duration life;
  // All tokens live equally long, so the order of insertion is that of expiry.
  private final Map<String, Live> byDigest = new LinkedHashMap<>();

  AccessTokens(InstantSource clock, SecureRandom random, Duration life) {
    this.clock = clock;
    this.random = random;
    this.life = life;
  }

  /** Seconds from issue to expiry. */
  long lifeSeconds() {
    return life.toSeconds();
  }

  synchronized String issue(Holder holder) {
    forgetExpired();
    if (byDigest.size() >= MAX_LIVE) {
      throw ApiException.unavailable("too many live access tokens");
    }
    byte[] drawn = new byte[32];
    random.nextBytes(drawn);
    String token = Bytes.of(drawn).base64Url();
    byDigest.put(digest(token), new Live(holder, clock.instant().plus(life)));
    return token;
  }

  synchronized Optional<Holder> holder(String token) {
    return Optional.ofNullable(byDigest.get(digest(token)))
        .filter(live -> live.until().isAfter(clock.instant()))
        .map(Live::holder);
  }

  private void forgetExpired() {
    Instant now = clock.instant();
    Iterator<Live> oldestFirst = byDigest.values().iterator();
    while (oldestFirst.hasNext() && !oldestFirst.next().until().isAfter(now)) {
      oldestFirst.remove();
    }
  }

  private static String digest(String token) {
    return Digest.sha256(token.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
