package dev.countersign.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.countersign.gateway.EmbeddedGateway;
import dev.countersign.gateway.enrollment.AttestationTrust;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.request.Requester;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What the gateway says to others and writes to its log")
class QuietTest {
  private static final Logger LOGGER = Logger.getLogger("dev.countersign.gateway");

  @TempDir private Path data;

  private final MovingClock clock = new MovingClock();
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          lines.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };
  private EmbeddedGateway gateway;
  private ApiClient requester;

  @BeforeEach
  void start() throws IOException, RefusedException {
    LOGGER.addHandler(handler);
    gateway =
        EmbeddedGateway.start(
            EmbeddedGateway.Options.of(
                    data, "gateway.test", "approvals.test", AttestationTrust.real(List.of(), true))
                .withClock(clock));
    TestKey key = TestKey.generate();
    gateway.addRequester("agent-1", Requester.Type.AGENT, key.verifying());
    requester = new ApiClient(gateway.base(), "gateway.test", "agent-1", key, clock).login();
  }

  @AfterEach
  void stop() {
    gateway.close();
    LOGGER.removeHandler(handler);
  }

  @Test
  @DisplayName("a call leaves a log line with its correlation id, and never a token or a code")
  void logLine() {
    Answer answer = requester.get("/v1/requests/unknown-request");
    String correlation = answer.header("Countersign-Correlation-Id");
    assertThat(answer.string("correlation_id")).isEqualTo(correlation);
    await()
        .untilAsserted(() ->
            assertThat(lines)
                .anyMatch(line ->
                    line.contains(correlation) && line.contains("GET /v1/requests/{id} 404")));
    String code = gateway.addApprover("ada", "Ada", List.of("security"));
    new Enrolment(gateway).options(code);
    new Enrolment(gateway).options("AAAA-BBBB-CCCC-DDDD-EEEE");
    assertThat(lines)
        .noneMatch(line -> line.contains(requester.token))
        .noneMatch(line -> line.contains(requester.nonce))
        .noneMatch(line -> line.contains(code) || line.contains("AAAA-BBBB"));
  }

  @Test
  @DisplayName("a call so broken that it reaches no route learns nothing about the server")
  void brokenCalls() throws IOException {
    for (String call :
        List.of(
            "NONSENSE\r\n\r\n",
            "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /v1/../../etc HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n")) {
      String answer = raw(call);
      assertThat(answer).as(call).contains("HTTP/1.1 4").contains("application/problem+json");
      assertThat(answer.toLowerCase(java.util.Locale.ROOT))
          .doesNotContain("jetty", "javalin", "exception", "\tat ");
    }
  }

  private String raw(String call) throws IOException {
    try (Socket socket = new Socket(gateway.base().getHost(), gateway.base().getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(call.getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
