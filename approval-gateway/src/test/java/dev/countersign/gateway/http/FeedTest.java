package dev.countersign.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.countersign.gateway.EmbeddedGateway;
import dev.countersign.gateway.enrollment.AttestationTrust;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.request.Ask;
import dev.countersign.proof.request.Attributes;
import dev.countersign.proof.request.AuthorizationDetails;
import dev.countersign.proof.request.Envelope;
import dev.countersign.proof.request.PayloadType;
import dev.countersign.proof.request.Requester;
import dev.countersign.proof.transaction.TransactionTypes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The live feed")
@Timeout(90)
class FeedTest {
  /** With heartbeats that come soon; no reader is too slow, unless it does not read at all. */
  private static final FeedSettings FAST =
      new FeedSettings(Duration.ofMillis(200), 64 * 1024, Duration.ofSeconds(60));

  @TempDir private Path data;

  private final MovingClock clock = new MovingClock();
  private final SoftToken.Maker maker = SoftToken.Maker.named("Acme Keys");
  private final TestKey requesterKey = TestKey.generate();
  private EmbeddedGateway gateway;
  private ApiClient requester;
  private ApiClient device;
  private String session;
  private int asks;
  private int starts;

  @BeforeEach
  void start() throws IOException, RefusedException {
    start(FAST);
  }

  private void start(FeedSettings settings) throws IOException, RefusedException {
    gateway =
        EmbeddedGateway.start(
            EmbeddedGateway.Options.of(
                    data.resolve("gateway" + starts++),
                    "gateway.test",
                    "approvals.test",
                    AttestationTrust.real(List.of(maker.root()), true))
                .withClock(clock)
                .withFeed(settings));
    gateway.addRequester("agent-1", Requester.Type.AGENT, requesterKey.verifying());
    gateway.addExecutor("vault-1", List.of("*"), TestKey.generate().verifying());
    String code = gateway.addApprover("ada", "Ada", List.of("security"));
    Enrolment enrolment = new Enrolment(gateway);
    SoftToken token = maker.token("11111111-2222-3333-4444-555555555555");
    assertThat(enrolment.run(code, token).status()).isEqualTo(201);
    device = enrolment.client(gateway, clock).login();
    requester =
        new ApiClient(gateway.base(), "gateway.test", "agent-1", requesterKey, clock).login();
    session =
        requester
            .post(
                "/v1/sessions",
                "{\"kind\":\"agent\",\"requester\":{\"type\":\"agent\",\"id\":\"agent-1\"},"
                    + "\"attributes\":{}}")
            .string("session_id");
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  @DisplayName("two comments come at once, then events as they are stored, then heartbeats")
  void liveEvents() throws Exception {
    try (Stream stream = open(Optional.empty())) {
      assertThat(stream.block()).startsWith(":");
      assertThat(stream.block()).startsWith(":");
      ask();
      List<String> event = stream.event();
      assertThat(event).hasSize(3);
      assertThat(event.get(0)).startsWith("id: ");
      assertThat(event.get(1)).isEqualTo("event: pending");
      assertThat(event.get(2)).startsWith("data: {\"request_id\":");
      assertThat(stream.block()).startsWith(":");
    }
    await().until(() -> gateway.feedReaders() == 0);
  }

  @Test
  @DisplayName("a reader that comes back with its last event id misses nothing")
  void resume() throws Exception {
    ask();
    String last;
    try (Stream stream = open(Optional.of("0"))) {
      last = stream.event().getFirst().substring("id: ".length());
    }
    for (int i = 0; i < 5; i++) {
      ask();
    }
    List<Long> seen = new ArrayList<>();
    try (Stream stream = open(Optional.of(last))) {
      ask();
      for (int i = 0; i < 6; i++) {
        seen.add(Long.parseLong(stream.event().getFirst().substring("id: ".length())));
      }
    }
    long first = Long.parseLong(last) + 1;
    assertThat(seen).containsExactly(first, first + 1, first + 2, first + 3, first + 4, first + 5);
  }

  @Test
  @DisplayName("an unusable last event id is a bad request")
  void badEventId() {
    Answer answer =
        device.send(
            device.request("GET", "/v1/feed", Optional.empty()).header("Last-Event-ID", "-1"));
    assertThat(answer.status()).isEqualTo(400);
  }

  @Test
  @DisplayName("S1.7 a stream ends when its device is revoked")
  void revoked() throws Exception {
    try (Stream stream = open(Optional.empty())) {
      stream.block();
      gateway.operator().revokeDevice(device.clientId);
      await().until(() -> gateway.feedReaders() == 0);
    }
  }

  @Test
  @DisplayName("a reader that stops reading is evicted in the middle of a write; others live on")
  void slowReader() throws Exception {
    gateway.close();
    // Heartbeats without a pause fill the connection of whoever does not read.
    FeedSettings flood = new FeedSettings(Duration.ofNanos(1), 64 * 1024, Duration.ofSeconds(3));
    start(flood);
    try (Stream alive = open(Optional.empty());
        Socket dead = new Socket()) {
      Thread reading = Thread.ofVirtual().start(alive::readOn);
      dead.setReceiveBufferSize(1024);
      dead.connect(new InetSocketAddress(gateway.base().getHost(), gateway.base().getPort()));
      dead.getOutputStream().write(rawRequest());
      // The last that it ever reads: from here on it is one of two readers.
      assertThat(dead.getInputStream().read()).isEqualTo('H');
      await().until(() -> gateway.feedReaders() == 1);
      assertThat(reading.isAlive()).isTrue();
    }
  }

  @Test
  @DisplayName("stopping the gateway ends open streams within its deadline")
  void stopsWithReaders() throws Exception {
    try (Stream stream = open(Optional.empty())) {
      stream.block();
      gateway.close();
      assertThat(gateway.feedReaders()).isZero();
    }
  }

  private byte[] rawRequest() {
    return ("GET /v1/feed HTTP/1.1\r\nHost: localhost\r\nAuthorization: DPoP "
            + device.token
            + "\r\nDPoP: "
            + device.proof("GET", "/v1/feed", device.token)
            + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private void ask() throws RefusedException {
    asks++;
    Ask ask =
        new Ask(
            "gateway.test",
            "ask-" + asks,
            session,
            clock.instant().getEpochSecond(),
            new AuthorizationDetails(
                List.of(TransactionTypes.named("deploy.release").orElseThrow().example())),
            "deploy",
            Optional.empty(),
            Attributes.NONE,
            Optional.empty());
    byte[] wire = Envelope.sign(PayloadType.ASK, ask.json(), requesterKey.signing()).wire();
    Answer answer = requester.post("/v1/requests", wire);
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
  }

  private Stream open(Optional<String> lastEventId) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(gateway.base().resolve("/v1/feed"))
            .header("Accept", "text/event-stream")
            .header("Authorization", "DPoP " + device.token)
            .header("DPoP", device.proof("GET", "/v1/feed", device.token));
    lastEventId.ifPresent(id -> request.header("Last-Event-ID", id));
    HttpResponse<InputStream> response =
        ApiClient.HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    assertThat(response.statusCode()).isEqualTo(200);
    return new Stream(response.body());
  }

  /** A reader of server-sent events. */
  private static final class Stream implements AutoCloseable {
    private final InputStream in;
    private final BufferedReader lines;

    Stream(InputStream in) {
      this.in = in;
      this.lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    /** The next block's lines, joined. */
    String block() throws IOException {
      return String.join("\n", next());
    }

    /** The next block that is not a comment. */
    List<String> event() throws IOException {
      List<String> block = next();
      while (block.getFirst().startsWith(":")) {
        block = next();
      }
      return block;
    }

    /** Reads until the stream ends. */
    void readOn() {
      try {
        while (lines.readLine() != null) {}
      } catch (IOException ended) {
        // That is how it ends.
      }
    }

    private List<String> next() throws IOException {
      List<String> block = new ArrayList<>();
      String line = lines.readLine();
      while (line != null && !line.isEmpty()) {
        block.add(line);
        line = lines.readLine();
      }
      if (block.isEmpty()) {
        throw new IOException("the stream ended");
      }
      return block;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
