package dev.countersign.desktop.submission;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.countersign.desktop.approval.WitnessPort.Answer;
import dev.countersign.proof.crypto.P256SigningKey;
import dev.countersign.proof.log.AddCheckpoint;
import dev.countersign.proof.log.Checkpoint;
import dev.countersign.proof.log.NoteKeys;
import dev.countersign.proof.log.SignedCheckpoint;
import dev.countersign.proof.log.TreeHashing;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WitnessClientTest {
  private HttpServer server;
  private WitnessClient client;
  private volatile int status = 200;
  private volatile byte[] body = {};
  private volatile byte[] received = {};
  private volatile String path = "";

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          path = exchange.getRequestURI().getPath();
          received = exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().add("Location", "/elsewhere");
          exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    client = client(server.getAddress().getPort());
  }

  private static WitnessClient client(int port) {
    return new WitnessClient(
        DpopHttp.newClient(),
        URI.create("http://127.0.0.1:" + port + "/witness"),
        Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private static AddCheckpoint added() throws Exception {
    P256SigningKey key = P256SigningKey.generate(new SecureRandom());
    return new AddCheckpoint(
        0,
        List.of(),
        SignedCheckpoint.sign(
            new Checkpoint("x", 1, TreeHashing.leaf(new byte[] {1})),
            NoteKeys.deviceSigner("x", key)));
  }

  private Answer answer(int with, String text) throws Exception {
    status = with;
    body = text.getBytes(StandardCharsets.UTF_8);
    return client.add(added());
  }

  @Test
  @DisplayName("D5 the body of tlog-witness goes to add-checkpoint below the prefix")
  void body() throws Exception {
    AddCheckpoint added = added();
    client.add(added);
    assertThat(path).isEqualTo("/witness/add-checkpoint");
    assertThat(received).isEqualTo(added.toBytes());
  }

  @Test
  @DisplayName("D5 each status of tlog-witness is told apart")
  void statuses() throws Exception {
    assertThat(answer(200, "line\n")).isInstanceOf(Answer.Lines.class);
    assertThat(answer(403, "")).isInstanceOf(Answer.NotTrusted.class);
    assertThat(answer(404, "")).isInstanceOf(Answer.UnknownLog.class);
    assertThat(answer(409, "17\n")).isEqualTo(new Answer.Known(17));
    assertThat(answer(409, "0\n")).isEqualTo(new Answer.Known(0));
    assertThat(answer(422, "")).isInstanceOf(Answer.NotConsistent.class);
  }

  @ParameterizedTest
  @CsvSource({"500", "302", "401", "400", "204", "201"})
  @DisplayName("D5 any other status says nothing about the log, and no redirect is followed")
  void otherStatuses(int other) throws Exception {
    assertThat(answer(other, "")).isInstanceOf(Answer.NoAnswer.class);
    assertThat(path).isEqualTo("/witness/add-checkpoint");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"17", "017\n", "-1\n", "17\n\n", " 17\n", "x\n", "99999999999999999999\n", "\n"})
  @DisplayName("D5 a known size that is not a number in its one form says nothing")
  void badSizes(String text) throws Exception {
    assertThat(answer(409, text)).isInstanceOf(Answer.NoAnswer.class);
  }

  @Test
  @DisplayName("D5 nobody there, and an answer without end, are no answer")
  void away() throws Exception {
    status = 200;
    body = new byte[3 << 20];
    assertThat(client.add(added())).isInstanceOf(Answer.NoAnswer.class);
    server.stop(0);
    assertThat(client.add(added())).isInstanceOf(Answer.NoAnswer.class);
  }
}
