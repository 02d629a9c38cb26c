package dev.countersign.gateway.http;

import dev.countersign.proof.Bytes;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * How this gateway asks authorities for revocation statements: only at addresses of its
 * configuration, without following a redirect, with a limit in bytes and a deadline for the whole.
 */
final class AuthorityHttp implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(60);

  private final HttpClient client =
      HttpClient.newBuilder()
          .followRedirects(HttpClient.Redirect.NEVER)
          // RFC 6960 and RFC 5019 are of HTTP/1: old servers stumble over an offer to go to HTTP/2.
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          .build();

  /** What came. */
  sealed interface Answer {
    /** The body of an answer with status 200. */
    record Body(Bytes bytes) implements Answer {}

    /** Nothing that can be used, and why. */
    record Failed(String why) implements Answer {}
  }

  /**
   * Asks once.
   *
   * @param maxBytes of the body; a larger one is given up
   * @param deadline for the whole of it
   */
  Answer ask(HttpRequest.Builder question, int maxBytes, Duration deadline)
      throws InterruptedException {
    HttpRequest request = question.timeout(deadline).build();
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), maxBytes));
    try {
      HttpResponse<byte[]> response = answer.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
      return response.statusCode() == 200
          ? new Answer.Body(Bytes.of(response.body()))
          : new Answer.Failed("the answer has status " + response.statusCode());
    } catch (TimeoutException slow) {
      return new Answer.Failed("not done within " + deadline.toSeconds() + " s");
    } catch (ExecutionException broken) {
      return new Answer.Failed(String.valueOf(broken.getCause()));
    } finally {
      answer.cancel(true);
    }
  }

  /** Breaks off what is under way. */
  @Override
  public void close() {
    client.shutdownNow();
  }
}
