package dev.countersign.desktop.submission;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonString;
import dev.countersign.proof.json.StrictJson;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Single exchanges with a deadline; remembers the newest DPoP nonce (RFC 9449 §8). */
final class Wire {
  private static final int MAX_BODY = 1 << 20;

  private final HttpClient client;
  private final InstantSource clock;
  private volatile Optional<String> nonce = Optional.empty();

  Wire(HttpClient client, InstantSource clock) {
    this.client = client;
    this.clock = clock;
  }

  Optional<String> nonce() {
    return nonce;
  }

  static BodyHandler<byte[]> wholeBody() {
    return BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BODY);
  }

  // HttpRequest.timeout would not end a body that trickles: the future's own wait does.
  <T> HttpResponse<T> exchange(HttpRequest request, BodyHandler<T> body, Instant end)
      throws IOException, InterruptedException {
    Duration left = Duration.between(clock.instant(), end);
    CompletableFuture<HttpResponse<T>> future = client.sendAsync(request, body);
    try {
      HttpResponse<T> response = future.get(Math.max(1, left.toMillis()), TimeUnit.MILLISECONDS);
      response.headers().firstValue("DPoP-Nonce").ifPresent(value -> nonce = Optional.of(value));
      return response;
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof IOException io ? io : new IOException(failed.getCause());
    } catch (TimeoutException late) {
      throw new IOException("no answer in time", late);
    } finally {
      future.cancel(true);
    }
  }

  static Reply reply(HttpResponse<byte[]> response) {
    int status = response.statusCode();
    if (status / 100 == 2) {
      return new Reply.Success(status, Bytes.of(response.body()));
    }
    JsonObject body = problemBody(response.body());
    String correlation = response.headers().firstValue("Countersign-Correlation-Id").orElse("");
    return new Reply.Problem(status, code(body, status), correlation, body);
  }

  /** The token endpoint says {@code error} (RFC 6749 §5.2), every other path {@code code}. */
  private static String code(JsonObject body, int status) {
    return body.get("code")
        .or(() -> body.get("error"))
        .filter(JsonString.class::isInstance)
        .map(text -> ((JsonString) text).value())
        .orElse("http_" + status);
  }

  private static JsonObject problemBody(byte[] body) {
    try {
      return StrictJson.parseObject(body);
    } catch (RefusedException notOurs) {
      // A proxy's page, for example; the status alone speaks then.
      return JsonObject.builder().build();
    }
  }

  /** What to tell a person; an exception's own text may hold addresses and internals. */
  static String words(IOException failed) {
    return switch (failed) {
      case HttpConnectTimeoutException late -> "the gateway could not be reached in time";
      case ConnectException refused -> "nobody answers at the gateway's address";
      case SSLException tls -> "no secure connection to the gateway could be made";
      default -> "the connection to the gateway failed or took too long";
    };
  }
}
