package dev.countersign.desktop.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.countersign.desktop.approval.GatewayAnswer;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.decision.Decision;
import dev.countersign.proof.testing.Fixture;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayClientTest {
  private static final String TOKEN =
      "{\"access_token\":\"t\",\"token_type\":\"DPoP\",\"expires_in\":600}";

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = ';',
      value = {"404;default backend - 404", "400;<html>Bad Request</html>", "422;{}", "404;"})
  @DisplayName("D5 a page of a proxy is no answer about a decision, whatever its status")
  void proxyPage(int status, String page) throws Exception {
    assertThat(answer(status, page == null ? "" : page)).isInstanceOf(GatewayAnswer.NoAnswer.class);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({"404, not_found", "400, bad_request", "422, policy_denied"})
  @DisplayName("a problem of the gateway with its code is a refusal")
  void refusal(int status, String code) throws Exception {
    assertThat(answer(status, "{\"code\":\"" + code + "\"}"))
        .isInstanceOfSatisfying(
            GatewayAnswer.Refused.class, refused -> assertThat(refused.code()).isEqualTo(code));
  }

  @Test
  @DisplayName("S1.2 callers at one time share one access token, and so one session")
  void oneSession() throws Exception {
    CountDownLatch tokenAsked = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger tokens = new AtomicInteger();
    HttpServer server =
        serve(path -> {
          if (!path.equals("/oauth/token")) {
            return new Answer(422, "{\"code\":\"policy_denied\"}");
          }
          tokens.incrementAndGet();
          tokenAsked.countDown();
          await().until(() -> release.getCount() == 0);
          return new Answer(200, TOKEN);
        });
    try {
      GatewayClient client = client(server);
      FutureTask<GatewayAnswer<Bytes>> first = new FutureTask<>(() -> challenge(client));
      FutureTask<GatewayAnswer<Bytes>> second = new FutureTask<>(() -> challenge(client));
      Thread.ofPlatform().daemon().start(first);
      assertThat(tokenAsked.await(60, TimeUnit.SECONDS)).isTrue();
      Thread waiting = Thread.ofPlatform().daemon().start(second);
      await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
      release.countDown();

      assertThat(first.get(60, TimeUnit.SECONDS)).isInstanceOf(GatewayAnswer.Refused.class);
      assertThat(second.get(60, TimeUnit.SECONDS)).isInstanceOf(GatewayAnswer.Refused.class);
      assertThat(tokens).hasValue(1);
    } finally {
      release.countDown();
      server.stop(0);
    }
  }

  private static GatewayAnswer<Bytes> answer(int status, String body) throws Exception {
    HttpServer server =
        serve(path ->
            path.equals("/oauth/token") ? new Answer(200, TOKEN) : new Answer(status, body));
    try {
      return challenge(client(server));
    } finally {
      server.stop(0);
    }
  }

  private static GatewayAnswer<Bytes> challenge(GatewayClient client) throws InterruptedException {
    return client.challenge(Fixture.REQUEST_ID, Fixture.otherDigest(), Decision.APPROVE);
  }

  private static GatewayClient client(HttpServer server) {
    return new GatewayClient(
        new DpopHttp(
            DpopHttp.newClient(),
            new GatewayAddress(URI.create("http://127.0.0.1:" + server.getAddress().getPort())),
            new DpopHttp.ClientIdentity(Fixture.DEVICE_JKT, Fixture.ISSUER, Fixture.DEVICE_KEY),
            Clock.systemUTC()));
  }

  private record Answer(int status, String body) {}

  private static HttpServer serve(Function<String, Answer> answers) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        call -> {
          call.getRequestBody().readAllBytes();
          Answer answer = answers.apply(call.getRequestURI().getPath());
          byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
          call.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
          try (OutputStream out = call.getResponseBody()) {
            out.write(bytes);
          }
        });
    server.start();
    return server;
  }
}
