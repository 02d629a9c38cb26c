package dev.countersign.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.countersign.gateway.http.CrlSource.Outcome;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.testing.TestAuthority;
import dev.countersign.proof.testing.TestCardKey;
import dev.countersign.proof.testing.TestCertificate;
import dev.countersign.proof.x509.Crl;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What replaces the list at hand, and what does not, from a server on this computer. */
class CrlSourceTest {
  private static final long DAY = 86_400;
  private static final long NOW = 1_800_000_000;
  private static final Duration PLENTY = Duration.ofSeconds(20);

  private final TestAuthority root = authority("Card Root");
  private final AuthorityHttp http = new AuthorityHttp();
  private final CountDownLatch ended = new CountDownLatch(1);
  private HttpServer server;
  private CrlSource source;
  private CrlSource.Judge judge = list -> Optional.empty();

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    source =
        new CrlSource(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/root.crl"),
            folder.resolve("crl").resolve("root.crl"));
  }

  @AfterEach
  void stop() {
    ended.countDown();
    http.close();
    server.stop(0);
  }

  @Test
  @DisplayName("S1.7 a CRL that is fetched is kept, and a newer one takes its place")
  void kept() throws Exception {
    fetched(list(root, NOW));
    Bytes newer = list(root, NOW + DAY);
    fetched(newer);

    assertThat(Files.readAllBytes(source.file())).isEqualTo(newer.toArray());
  }

  @Test
  @DisplayName("S1.7 an older CRL does not roll the list at hand back")
  void older() throws Exception {
    fetched(list(root, NOW));
    refused(list(root, NOW - DAY).toArray(), "older");
  }

  @Test
  @DisplayName("a CRL of another issuer does not take the place of the list at hand")
  void otherIssuer() throws Exception {
    fetched(list(root, NOW));
    refused(list(authority("Other Root"), NOW + DAY).toArray(), "another issuer");
  }

  @Test
  @DisplayName("what is no CRL, or is cut short, is not kept")
  void garbage() throws Exception {
    fetched(list(root, NOW));
    byte[] whole = list(root, NOW + DAY).toArray();
    refused("<html>please log in</html>".getBytes(StandardCharsets.UTF_8), "no CRL");
    refused(Arrays.copyOf(whole, whole.length - 1), "no CRL");
    refused(new byte[0], "no CRL");
  }

  @Test
  @DisplayName("S1.11 a list that counts for nobody does not take the place of the one at hand")
  void countsForNobody() throws Exception {
    fetched(list(root, NOW));
    judge = list -> Optional.of("is from the future");
    refused(list(root, NOW + DAY).toArray(), "the list that came is from the future");
  }

  @Test
  @DisplayName("an answer larger than any list is given up, not held in memory")
  void huge() throws Exception {
    fetched(list(root, NOW));
    serve(exchange -> {
      exchange.sendResponseHeaders(200, 0);
      try (OutputStream out = exchange.getResponseBody()) {
        byte[] block = new byte[1 << 16];
        for (int i = 0; i <= Crl.MAX_BYTES / block.length + 1; i++) {
          out.write(block);
        }
      }
    });

    assertThat(source.fetch(http, judge, PLENTY)).isInstanceOf(Outcome.Failed.class);
    assertThat(Files.size(source.file())).isLessThan(1 << 16);
  }

  @Test
  @DisplayName("a server that never finishes its answer is left at the deadline")
  void slow() throws Exception {
    serve(exchange -> {
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write(0x30);
      exchange.getResponseBody().flush();
      try {
        ended.await(60, TimeUnit.SECONDS);
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
      }
    });

    assertThat(source.fetch(http, judge, Duration.ofMillis(300)))
        .isInstanceOf(Outcome.Failed.class);
    assertThat(source.file()).doesNotExist();
  }

  @Test
  @DisplayName("a redirect is not followed, wherever it leads")
  void redirect() throws Exception {
    serve(exchange -> {
      exchange.getResponseHeaders().add("Location", "http://127.0.0.2/root.crl");
      exchange.sendResponseHeaders(302, -1);
      exchange.close();
    });

    assertThat(source.fetch(http, judge, PLENTY))
        .isEqualTo(new Outcome.Failed("the answer has status 302"));
  }

  @Test
  @DisplayName("a damaged file at hand is replaced by the next good list")
  void damaged() throws Exception {
    Files.createDirectories(source.file().getParent());
    Files.write(source.file(), new byte[] {1, 2, 3});
    fetched(list(root, NOW));
  }

  private void fetched(Bytes der) throws Exception {
    answer(der.toArray());
    assertThat(source.fetch(http, judge, PLENTY)).isEqualTo(new Outcome.Kept());
    assertThat(Files.readAllBytes(source.file())).isEqualTo(der.toArray());
  }

  private void refused(byte[] body, String why) throws Exception {
    byte[] before = Files.readAllBytes(source.file());
    answer(body);
    assertThat(source.fetch(http, judge, PLENTY))
        .isInstanceOfSatisfying(
            Outcome.Failed.class, failed -> assertThat(failed.why()).contains(why));
    assertThat(Files.readAllBytes(source.file())).isEqualTo(before);
  }

  private void answer(byte[] body) {
    serve(exchange -> {
      exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    });
  }

  private void serve(Handler handler) {
    removeContext();
    server.createContext("/root.crl", handler::handle);
  }

  private void removeContext() {
    try {
      server.removeContext("/root.crl");
    } catch (IllegalArgumentException none) {
      // the first one
    }
  }

  private static Bytes list(TestAuthority authority, long at) {
    return authority.crl().updates(at, OptionalLong.of(at + 2 * DAY)).der();
  }

  private static TestAuthority authority(String name) {
    return TestAuthority.root(
        TestCertificate.authority(name, TestCardKey.p256(name))
            .serial(1)
            .valid(NOW - DAY, NOW + 300 * DAY));
  }

  private interface Handler {
    void handle(HttpExchange exchange) throws IOException;
  }
}
