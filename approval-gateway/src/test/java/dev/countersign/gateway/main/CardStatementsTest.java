package dev.countersign.gateway.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.countersign.gateway.enrollment.CardPolicy;
import dev.countersign.gateway.enrollment.RevocationTrouble;
import dev.countersign.gateway.fixture.TestResponder;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.testing.TestAuthority;
import dev.countersign.proof.testing.TestCardKey;
import dev.countersign.proof.testing.TestCertificate;
import dev.countersign.proof.x509.Certificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Revocation statements of a gateway that runs, by its configuration")
class CardStatementsTest {
  private static final long DAY = 86_400;

  @TempDir private Path folder;

  private final Clock clock = Clock.systemUTC();
  private final long now = clock.instant().getEpochSecond();
  private final TestAuthority root =
      TestAuthority.root(
          TestCertificate.authority("Card Root", TestCardKey.p256("card root"))
              .serial(1)
              .valid(now - DAY, now + 300 * DAY));
  private final Certificate leaf =
      root.issue(
          TestCertificate.card("Ada", TestCardKey.p256("ada")).valid(now - DAY, now + 100 * DAY));

  @BeforeEach
  void authority() throws IOException {
    Files.write(folder.resolve("root.der"), root.certificate().der().toArray());
  }

  private CardConfig config(String... lines) throws IOException {
    Path file = folder.resolve("gateway.toml");
    Files.writeString(
        file,
        """
        issuer = "gw.example"
        audience = "approvals.example"
        key.not_before = 1
        key.not_after = 2
        [x509]
        roots = ["root.der"]
        ekus = ["%s"]
        """
                .formatted(TestCertificate.EKU)
            + String.join("\n", lines));
    return GatewayConfig.read(file).cards();
  }

  private String responder(Object address) {
    return "[[x509.ocsp_responders]]\nurl = \"" + address + "\"\nissuer = \"root.der\"\n";
  }

  private void crl(String name, long thisUpdate, long nextUpdate, TestCardKey signer)
      throws IOException {
    Files.write(
        folder.resolve(name),
        root.crl()
            .updates(thisUpdate, OptionalLong.of(nextUpdate))
            .signedBy(signer)
            .der()
            .toArray());
  }

  private static List<String> awaited(CardPolicy policy, int number) {
    return await()
        .until(
            () -> policy.troubles().get().stream().map(RevocationTrouble::toString).toList(),
            found -> found.size() == number);
  }

  @Test
  @DisplayName("S1.11 each list that gives nothing is told with its reason, the good one is not")
  void lists() throws IOException {
    TestCardKey own = TestCardKey.p256("card root");
    crl("good.crl", now - 60, now + DAY, own);
    crl("stale.crl", now - DAY, now - 1, own);
    crl("old.crl", now - 7200, now + DAY, own);
    crl("forged.crl", now - 60, now + DAY, TestCardKey.p256("stranger"));
    Files.writeString(folder.resolve("garbage.crl"), "<html>");
    Files.writeString(
        folder.resolve("damaged.pem"), "-----BEGIN X509 CRL-----\nA===\n-----END X509 CRL-----\n");
    Files.write(
        folder.resolve("stale.ocsp"),
        root.ocsp(leaf).updates(now - DAY, OptionalLong.of(now - 1)).der().toArray());
    CardConfig config =
        config(
            "crls = [\"good.crl\", \"stale.crl\", \"old.crl\", \"forged.crl\", \"garbage.crl\","
                + " \"missing.crl\", \"damaged.pem\"]",
            "ocsp = [\"stale.ocsp\"]",
            "max_age_seconds = 3600");
    try (CardStatements statements = CardStatements.start(config, clock)) {
      assertThat(awaited(statements.policy(), 7))
          .satisfiesExactly(
              each ->
                  assertThat(each).isEqualTo("CRL in stale.crl is stale: its successor was due"),
              each -> assertThat(each).isEqualTo("CRL in old.crl is older than 3600 s"),
              each ->
                  assertThat(each)
                      .isEqualTo("CRL in forged.crl is not signed by the authority it names"),
              each -> assertThat(each).startsWith("CRL in garbage.crl is not what it should be"),
              each -> assertThat(each).isEqualTo("CRL in missing.crl is not there"),
              each -> assertThat(each).startsWith("CRL in damaged.pem cannot be read"),
              each ->
                  assertThat(each)
                      .isEqualTo("OCSP response in stale.ocsp is stale: its successor was due"));
    }
  }

  private byte[] list(long thisUpdate, String signer) {
    return root.crl()
        .updates(thisUpdate, OptionalLong.of(thisUpdate + DAY))
        .signedBy(TestCardKey.p256(signer))
        .der()
        .toArray();
  }

  @Test
  @DisplayName(
      "S1.11 a fetched list that is forged or dated ahead does not stand in a good one's way")
  void fetched() throws Exception {
    try (TestResponder server = new TestResponder()) {
      CardConfig config = config("crl_urls = [\"" + server.address() + "\"]");
      fetch(server, list(now + 7 * DAY, "card root"), config, "is from the future");
      fetch(server, list(now, "stranger"), config, "is not signed by the authority it names");
      byte[] good = list(now - 60, "card root");
      server.serve(exchange -> TestResponder.send(exchange, 200, good));
      try (CardStatements statements = CardStatements.start(config, clock)) {
        await()
            .untilAsserted(() ->
                assertThatCode(() -> statements.policy().rules().require(List.of(leaf), now))
                    .doesNotThrowAnyException());
      }
    }
  }

  private void fetch(TestResponder server, byte[] body, CardConfig config, String why)
      throws Exception {
    server.serve(exchange -> TestResponder.send(exchange, 200, body));
    try (CardStatements statements = CardStatements.start(config, clock)) {
      await()
          .untilAsserted(() -> {
            statements.look();
            assertThat(statements.policy().troubles().get().toString())
                .contains("cannot be fetched: the list that came " + why);
          });
    }
  }

  @Test
  @DisplayName("a damaged answer at hand does not keep the others out of a trust file")
  void damagedAnswer() throws Exception {
    Path answers = Files.createDirectories(folder.resolve("ocsp"));
    byte[] good = root.ocsp(leaf).updates(now - 60, OptionalLong.of(now + DAY)).der().toArray();
    Files.write(answers.resolve("b.ocsp"), good);
    Files.write(answers.resolve("a.ocsp"), new byte[] {1});
    Files.write(answers.resolve("c.ocsp"), new byte[] {1});
    assertThat(CardStatements.atRest(config()).export().get().ocsp()).hasSize(1);
  }

  @Test
  @DisplayName("S0.10 no policy that means any policy makes a card one that verifies its user")
  void anyPinPolicy() throws Exception {
    CardConfig config = config("pin_policies = [\"2.5.29.32.0\"]");
    assertThatThrownBy(() -> CardStatements.start(config, clock).close())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("2.5.29.32.0");
  }

  @Test
  @DisplayName("a fault while the sources are looked at does not end the watch")
  void watchGoesOn() {
    AtomicInteger looks = new AtomicInteger();
    RevocationTrouble trouble = new RevocationTrouble("CRL in a.crl", "is not there");
    RevocationWatch.Sources sources =
        () -> {
          if (looks.incrementAndGet() == 1) {
            throw new IllegalStateException("a fault of ours");
          }
          return List.of(trouble);
        };
    try (RevocationWatch watch = RevocationWatch.start(sources, Duration.ofMillis(10))) {
      await().until(() -> watch.troubles().equals(List.of(trouble)));
    }
  }

  @Test
  @DisplayName(
      "authorities without a purpose or policy that is asked for are an error with its line")
  void noPurpose() throws IOException {
    Path file = folder.resolve("gateway.toml");
    Files.writeString(
        file,
        """
        issuer = "gw.example"
        audience = "approvals.example"
        key.not_before = 1
        key.not_after = 2
        x509.roots = ["root.der"]
        """);
    assertThatThrownBy(() -> GatewayConfig.read(file))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("line 5: x509.roots needs x509.ekus or x509.policies");
  }

  @Test
  @DisplayName("S1.7 a responder of the configuration is asked, and its answer is exported")
  void responder() throws Exception {
    try (TestResponder responder = new TestResponder()) {
      byte[] good = root.ocsp(leaf).updates(now - 60, OptionalLong.of(now + DAY)).der().toArray();
      responder.answer(question -> good);
      CardConfig config = config(responder(responder.address()));
      try (CardStatements statements = CardStatements.start(config, clock)) {
        statements.policy().rules().require(List.of(leaf), now);
        assertThat(statements.policy().export().get().ocsp()).hasSize(1);
      }
      assertThat(CardStatements.atRest(config).export().get().ocsp())
          .as("by another process, after the end")
          .hasSize(1);
      assertThat(responder.asked()).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("S1.11 a responder that nobody reaches refuses its cards and is told")
  void unreachable() throws Exception {
    TestResponder gone = new TestResponder();
    gone.close();
    try (CardStatements statements =
        CardStatements.start(config(responder(gone.address())), clock)) {
      CardPolicy policy = statements.policy();
      assertThatThrownBy(() -> policy.rules().require(List.of(leaf), now))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("no fresh and authentic statement");
      statements.look();
      assertThat(policy.troubles().get())
          .singleElement()
          .extracting(RevocationTrouble::source)
          .isEqualTo("OCSP responder " + gone.address());
    }
  }

  @Test
  @DisplayName("S1.7 a fresh list does not outweigh a responder that says revoked, or the reverse")
  void both() throws Exception {
    crl("good.crl", now - 60, now + DAY, TestCardKey.p256("card root"));
    try (TestResponder responder = new TestResponder()) {
      byte[] revoked =
          root.ocsp(leaf)
              .updates(now - 60, OptionalLong.of(now + DAY))
              .revoked(now - 90)
              .der()
              .toArray();
      responder.answer(question -> revoked);
      CardConfig config = config("crls = [\"good.crl\"]", responder(responder.address()));
      try (CardStatements statements = CardStatements.start(config, clock)) {
        assertThatThrownBy(() -> statements.policy().rules().require(List.of(leaf), now))
            .hasMessageContaining("revoked");
      }
      responder.answer(question -> new byte[0]);
    }
    Files.walk(folder.resolve("ocsp")).filter(Files::isRegularFile).forEach(this::delete);
    TestResponder gone = new TestResponder();
    gone.close();
    CardConfig config = config("crls = [\"good.crl\"]", responder(gone.address()));
    try (CardStatements statements = CardStatements.start(config, clock)) {
      statements.policy().rules().require(List.of(leaf), now); // the list is enough
    }
  }

  private void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Test
  @DisplayName("the authority of a responder may be PEM; one that is none stops the start")
  void issuer() throws IOException {
    Files.writeString(
        folder.resolve("root.der"),
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(root.certificate().der().toArray())
            + "\n-----END CERTIFICATE-----\n");
    CardConfig config = config(responder("http://ocsp.example/"));
    CardStatements.start(config, clock).close();
    Files.write(folder.resolve("root.der"), leaf.der().toArray());
    assertThatThrownBy(() -> CardStatements.start(config, clock))
        .isInstanceOf(ConfigException.class);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "[[x509.ocsp_responders]];issuer=\"root.der\"|url is missing",
        "[[x509.ocsp_responders]];url=\"http://a.example\"|issuer is missing",
        "[[x509.ocsp_responders]];url=\"ftp://a.example\";issuer=\"root.der\"|line 9: url",
        "[[x509.ocsp_responders]];url=\"http://a.example/?q=1\";issuer=\"root.der\"|line 9: url",
        "[[x509.ocsp_responders]];url=\"http://u@a.example\";issuer=\"root.der\"|line 9: url",
        "[[x509.ocsp_responders]];url=\"http://a.example\";issuer=\"root.der\";hash=\"md5\"|hash",
        "[[x509.ocsp_responders]];url=\"http://a.example\";issuer=\"root.der\";nonce=1|nonce is"
            + " not",
        "[[x509.ocsp_responders]];url=\"http://a.example\";isuer=\"root.der\"|unknown key",
        "ocsp_responders = [\"http://a.example\"]|holds no tables",
        "ocsp_keep_seconds = -1|is less than 0",
        "max_age_seconds = 0|is less than 1",
        "possession_types = [\"secret.rotate\"]|critical",
        "possession_types = [\"two words\"]|line 8: x509.possession_types"
      })
  @DisplayName("a configuration that means nothing is an error with its line")
  void wrong(String lines, String why) {
    assertThatThrownBy(() -> config(lines.split(";")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(why);
  }
}
