package dev.countersign.desktop.submission;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.json.StrictJson;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * Gets, keeps and renews the one DPoP-bound access token of a client (RFC 7523, RFC 9449 §5). The
 * gateway ties challenges to the session of a token, so callers at one time never fetch one each.
 */
final class AccessTokens {
  private static final Duration EARLY_RENEWAL = Duration.ofSeconds(30);
  private static final int ATTEMPTS = 3;

  private final Wire wire;
  private final URI endpoint;
  private final DpopHttp.ClientIdentity identity;
  private final ClientTokens tokens;
  private final InstantSource clock;
  private final ReentrantLock fetching = new ReentrantLock();
  private final AtomicReference<Optional<AccessToken>> current =
      new AtomicReference<>(Optional.empty());

  private record AccessToken(String value, Instant renewAt) {}

  AccessTokens(
      Wire wire,
      URI endpoint,
      DpopHttp.ClientIdentity identity,
      ClientTokens tokens,
      InstantSource clock) {
    this.wire = wire;
    this.endpoint = endpoint;
    this.identity = identity;
    this.tokens = tokens;
    this.clock = clock;
  }

  String get(Instant end) throws IOException, InterruptedException, NotAuthenticatedException {
    Optional<AccessToken> held = usable();
    if (held.isPresent()) {
      return held.get().value();
    }
    Duration left = Duration.between(clock.instant(), end);
    if (!fetching.tryLock(left.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new HttpTimeoutException("no access token came in time");
    }
    try {
      Optional<AccessToken> fetchedMeanwhile = usable();
      if (fetchedMeanwhile.isPresent()) {
        return fetchedMeanwhile.get().value();
      }
      AccessToken fresh = newToken(end);
      current.set(Optional.of(fresh));
      return fresh.value();
    } finally {
      fetching.unlock();
    }
  }

  private Optional<AccessToken> usable() {
    return current.get().filter(held -> clock.instant().isBefore(held.renewAt()));
  }

  /** In one step, so that a token which another call has just fetched stays. */
  void forget(String token) {
    var _ = current.updateAndGet(now -> now.filter(held -> !held.value().equals(token)));
  }

  private AccessToken newToken(Instant end)
      throws IOException, InterruptedException, NotAuthenticatedException {
    for (int attempt = 1; ; attempt++) {
      Reply reply = Wire.reply(wire.exchange(tokenRequest(), Wire.wholeBody(), end));
      if (reply instanceof Reply.Success success) {
        return read(success);
      }
      // The nonce was taken over from the answer's header: ask again with it.
      boolean nonceOnly =
          reply instanceof Reply.Problem problem && problem.code().equals("use_dpop_nonce");
      if (!nonceOnly || attempt == ATTEMPTS) {
        throw new NotAuthenticatedException(reply);
      }
    }
  }

  private HttpRequest tokenRequest() {
    return HttpRequest.newBuilder(endpoint)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .header("DPoP", tokens.proof("POST", endpoint, wire.nonce(), Optional.empty()))
        .POST(BodyPublishers.ofString(form()))
        .build();
  }

  private String form() {
    Map<String, String> fields =
        Map.of(
            "grant_type",
            "client_credentials",
            "client_assertion_type",
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion",
            tokens.assertion(identity.clientId(), identity.issuer()));
    return fields.entrySet().stream()
        .map(each ->
            each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private AccessToken read(Reply.Success success) throws IOException {
    try {
      ObjectReader reader =
          new ObjectReader(
              StrictJson.parseObject(success.body().toArray()),
              "token",
              RefusalCode.MALFORMED_JSON);
      String value = reader.string("access_token");
      if (!reader.string("token_type").equals("DPoP")) {
        throw new IOException("the gateway gave a token that is not bound to the key");
      }
      Duration life = Duration.ofSeconds(reader.unsigned("expires_in"));
      return new AccessToken(value, clock.instant().plus(life).minus(EARLY_RENEWAL));
    } catch (RefusedException unreadable) {
      throw new IOException("the gateway gave an unreadable token answer", unreadable);
    }
  }
}
