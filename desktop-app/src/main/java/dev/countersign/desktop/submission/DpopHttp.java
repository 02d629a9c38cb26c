package dev.countersign.desktop.submission;

import dev.countersign.proof.crypto.SigningKey;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * HTTP to one gateway as one client: gets a DPoP-bound access token with a client assertion, proves
 * possession of the key on every call, takes over the gateway's nonces, and renews the token before
 * it ends or when the gateway no longer takes it. Safe for many threads.
 */
public final class DpopHttp {
  /** A nonce and a token may each need one more attempt. */
  private static final int ATTEMPTS = 3;

  private final GatewayAddress address;
  private final InstantSource clock;
  private final ClientTokens proofs;
  private final Wire wire;
  private final AccessTokens accessTokens;

  /**
   * Who calls.
   *
   * @param clientId the registered id; for a device its {@code device_jkt}
   * @param issuer the gateway's identifier, the audience of the assertion
   * @param key the registered P-256 key
   */
  public record ClientIdentity(String clientId, String issuer, SigningKey key) {}

  public DpopHttp(
      HttpClient client, GatewayAddress address, ClientIdentity identity, InstantSource clock) {
    this.address = address;
    this.clock = clock;
    this.proofs = new ClientTokens(identity.key(), clock);
    this.wire = new Wire(client, clock);
    this.accessTokens = new AccessTokens(wire, address.at("/oauth/token"), identity, proofs, clock);
  }

  /** A client fit for a gateway: HTTP/1.1, no redirects, no long wait for a dead address. */
  public static HttpClient newClient() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(Duration.ofSeconds(10))
        .build();
  }

  /**
   * Makes one call and reads its whole answer (at most 1 MiB).
   *
   * @throws InterruptedException when the calling thread is told to stop; the call is given up
   */
  public Reply send(Call call) throws InterruptedException {
    Instant end = clock.instant().plus(call.deadline());
    try {
      return Wire.reply(exchange(call, Map.of("Accept", "*/*"), Wire.wholeBody(), end));
    } catch (NotAuthenticatedException refused) {
      return refused.reply();
    } catch (IOException failed) {
      return new Reply.NoAnswer(Wire.words(failed));
    }
  }

  /**
   * Opens a stream that may stay open for hours. The deadline of the call counts until the head of
   * the answer; the caller watches the body and closes it.
   *
   * @throws IOException when no head came, or the client could not be authenticated
   */
  public HttpResponse<InputStream> open(Call call, Map<String, String> headers)
      throws IOException, InterruptedException {
    Instant end = clock.instant().plus(call.deadline());
    try {
      return exchange(call, headers, BodyHandlers.ofInputStream(), end);
    } catch (NotAuthenticatedException refused) {
      throw new IOException("the gateway does not recognise this client", refused);
    }
  }

  private <T> HttpResponse<T> exchange(
      Call call, Map<String, String> headers, BodyHandler<T> body, Instant end)
      throws IOException, InterruptedException, NotAuthenticatedException {
    Optional<String> nonceBefore = wire.nonce();
    for (int attempt = 1; ; attempt++) {
      String token = accessTokens.get(end);
      HttpResponse<T> response = wire.exchange(request(call, headers, token), body, end);
      if (response.statusCode() != 401 || attempt == ATTEMPTS) {
        return response;
      }
      closeBody(response);
      boolean newNonce = !wire.nonce().equals(nonceBefore);
      nonceBefore = wire.nonce();
      if (!newNonce || attempt > 1) {
        accessTokens.forget(token);
      }
    }
  }

  private HttpRequest request(Call call, Map<String, String> headers, String token) {
    URI uri = address.at(call.path());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .header("Authorization", "DPoP " + token)
            .header("DPoP", proofs.proof(call.method(), uri, wire.nonce(), Optional.of(token)));
    headers.forEach(request::header);
    call.content().ifPresent(content -> request.header("Content-Type", content.mediaType()));
    request.method(
        call.method(),
        call.content()
            .map(content -> BodyPublishers.ofByteArray(content.body().toArray()))
            .orElseGet(BodyPublishers::noBody));
    return request.build();
  }

  private static void closeBody(HttpResponse<?> response) throws IOException {
    if (response.body() instanceof InputStream stream) {
      stream.close();
    }
  }
}
