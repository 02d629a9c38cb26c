package dev.countersign.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.gateway.enrollment.RevocationTrouble;
import dev.countersign.gateway.fixture.TestResponder;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.testing.TestAuthority;
import dev.countersign.proof.testing.TestCardKey;
import dev.countersign.proof.testing.TestCertificate;
import dev.countersign.proof.testing.TestOcsp;
import dev.countersign.proof.x509.CardRules;
import dev.countersign.proof.x509.Certificate;
import dev.countersign.proof.x509.CertificateTrust;
import dev.countersign.proof.x509.Freshness;
import dev.countersign.proof.x509.OcspRequest.Naming;
import dev.countersign.proof.x509.OcspResponse;
import dev.countersign.proof.x509.RevocationMaterial;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a card is worth after a responder was asked, or could not be, from this computer. */
@DisplayName("OCSP over HTTP")
class OcspClientTest {
  private static final long DAY = 86_400;
  private static final long KEEP = 300;
  private static final TestCardKey KEY = TestCardKey.p256("ada's card");

  @TempDir private Path folder;

  private final MovingClock clock = new MovingClock();
  private final long start = clock.instant().getEpochSecond();
  private final TestAuthority root = authority("Card Root");
  private final Certificate leaf = root.issue(card().serial(4711));
  private TestResponder responder;
  private OcspClient client;

  @BeforeEach
  void start() throws IOException {
    responder = new TestResponder();
    client = client(Naming.SHA1, false);
  }

  @AfterEach
  void stop() {
    client.close();
    responder.close();
  }

  private OcspClient client(Naming naming, boolean nonce) {
    return client(List.of(responder(responder.address(), naming, nonce)));
  }

  private OcspResponder responder(URI address, Naming naming, boolean nonce) {
    return new OcspResponder(address, root.certificate(), naming, nonce);
  }

  private OcspClient client(List<OcspResponder> responders) {
    return new OcspClient(
        new OcspClient.Settings(responders, folder.resolve("ocsp"), KEEP, Freshness.live(DAY)),
        clock);
  }

  private TestAuthority authority(String name) {
    return TestAuthority.root(
        TestCertificate.authority(name, TestCardKey.p256(name))
            .serial(1)
            .valid(start - DAY, start + 300 * DAY));
  }

  private TestCertificate card() {
    return TestCertificate.card("Ada", KEY).valid(start - DAY, start + 100 * DAY);
  }

  /** Good now, for two days. */
  private TestOcsp good() {
    return good(now() - 60);
  }

  private TestOcsp good(long thisUpdate) {
    return root.ocsp(leaf).updates(thisUpdate, OptionalLong.of(thisUpdate + 2 * DAY));
  }

  private long now() {
    return clock.instant().getEpochSecond();
  }

  private void answer(TestOcsp response) {
    byte[] der = response.der().toArray();
    responder.answer(question -> der);
  }

  /** What the rules say of the card, with nothing but the responder to ask. */
  private String verdict() {
    return verdict(client, leaf);
  }

  private String verdict(OcspClient source, Certificate certificate) {
    CertificateTrust trust =
        new CertificateTrust(List.of(root.certificate()), Set.of(TestCertificate.EKU), Set.of());
    try {
      new CardRules(trust, source, Freshness.live(DAY)).require(List.of(certificate), now());
      return "good";
    } catch (RefusedException refused) {
      return refused.code().wire();
    }
  }

  private static final String UNKNOWN = RefusalCode.REVOCATION_UNKNOWN.wire();
  private static final String REVOKED = RefusalCode.CERTIFICATE_REVOKED.wire();

  @Test
  @DisplayName("S1.7 a responder's good and revoked are what the card is")
  void goodAndRevoked() {
    answer(good());
    assertThat(verdict()).isEqualTo("good");
    answer(good().revoked(start - 10));
    clock.advance(Duration.ofSeconds(KEEP));
    assertThat(verdict()).isEqualTo(REVOKED);
    assertThat(client.troubles()).isEmpty();
  }

  @Test
  @DisplayName("an answer made by a clock a little ahead counts, as does its revocation")
  void ahead() {
    answer(good(start + 30));
    assertThat(verdict()).isEqualTo("good");
    answer(good(start + KEEP + 30).revoked(start + KEEP + 20));
    clock.advance(Duration.ofSeconds(KEEP));
    assertThat(verdict()).isEqualTo(REVOKED);
  }

  static Stream<Arguments> bent() {
    return Stream.of(
        bent("unknown to the responder", TestOcsp::unknown),
        bent("tryLater", each -> each.error(3)),
        bent("unauthorized", each -> each.error(6)),
        bent("internalError", each -> each.error(2)),
        bent("signed by a stranger", each -> each.signedBy(TestCardKey.p256("stranger"))),
        bent("the issuer named with another digest than asked", TestOcsp::sha256));
  }

  private static Arguments bent(String name, UnaryOperator<TestOcsp> how) {
    return Arguments.of(name, how);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bent")
  @DisplayName("S1.11 an answer that does not count is none")
  void refused(String name, UnaryOperator<TestOcsp> how) {
    answer(how.apply(good()));
    assertThat(verdict()).isEqualTo(UNKNOWN);
    assertThat(folder.resolve("ocsp")).doesNotExist();
  }

  @Test
  @DisplayName("S1.11 an answer that is stale, endless, too old or from the future is none")
  void stale() {
    for (TestOcsp each :
        List.of(
            root.ocsp(leaf).updates(start - 60, OptionalLong.of(start)),
            root.ocsp(leaf).updates(start - 60, OptionalLong.empty()),
            good(start - DAY - 1),
            good(start + 61))) {
      answer(each);
      assertThat(verdict(client(Naming.SHA1, false), leaf)).isEqualTo(UNKNOWN);
    }
  }

  @Test
  @DisplayName("S1.11 an answer about another certificate, or of another authority, is none")
  void other() {
    answer(
        root.ocsp(root.issue(card().serial(4712)))
            .updates(start - 60, OptionalLong.of(start + DAY)));
    assertThat(verdict()).isEqualTo(UNKNOWN);
    TestAuthority impostor = root.impostor();
    answer(impostor.ocsp(leaf).updates(start - 60, OptionalLong.of(start + DAY)));
    assertThat(verdict(client(Naming.SHA1, false), leaf)).isEqualTo(UNKNOWN);
  }

  @Test
  @DisplayName("a responder that the authority certified for this answers in its place")
  void delegate() {
    answer(by(delegateCertificate(), root));
    assertThat(verdict()).isEqualTo("good");
  }

  @Test
  @DisplayName("S1.11 a responder certified otherwise, or by another authority, answers nothing")
  void notADelegate() {
    for (TestOcsp each :
        List.of(
            by(delegateCertificate().ekus("1.3.6.1.5.5.7.3.2"), root),
            by(delegateCertificate().without("1.3.6.1.5.5.7.48.1.5"), root),
            by(delegateCertificate().valid(start - DAY, start - 1), root),
            by(delegateCertificate(), authority("Other Root")))) {
      answer(each);
      assertThat(verdict(client(Naming.SHA1, false), leaf)).isEqualTo(UNKNOWN);
    }
  }

  private TestCertificate delegateCertificate() {
    return TestCertificate.card("Responder", TestCardKey.p256("responder"))
        .serial(8000)
        .valid(start - DAY, start + DAY)
        .ocspResponder();
  }

  private TestOcsp by(TestCertificate delegate, TestAuthority certifiedBy) {
    return good().by(delegate, certifiedBy.issue(delegate));
  }

  @Test
  @DisplayName("S1.11 what is no response, an error page, nothing, or too much is none")
  void garbage() {
    byte[] whole = good().der().toArray();
    for (byte[] body :
        List.of(
            "<html>please log in</html>".getBytes(StandardCharsets.UTF_8),
            Arrays.copyOf(whole, whole.length - 1),
            new byte[0],
            new byte[OcspResponse.MAX_BYTES + 1])) {
      responder.answer(question -> body);
      assertThat(verdict(client(Naming.SHA1, false), leaf)).isEqualTo(UNKNOWN);
    }
    for (int status : List.of(204, 302, 404, 500, 503)) {
      responder.serve(exchange -> {
        exchange.getResponseHeaders().add("Location", responder.address() + "/elsewhere");
        TestResponder.send(exchange, status, status == 204 ? new byte[0] : whole);
      });
      int before = responder.asked();
      assertThat(verdict(client(Naming.SHA1, false), leaf)).isEqualTo(UNKNOWN);
      assertThat(responder.asked()).as("no redirect is followed").isEqualTo(before + 1);
    }
  }

  @Test
  @DisplayName("an answer without end is given up, not held in memory")
  void endless() {
    responder.serve(exchange -> {
      exchange.sendResponseHeaders(200, 0);
      try (OutputStream out = exchange.getResponseBody()) {
        for (int i = 0; i < 1 << 12; i++) {
          out.write(new byte[1 << 12]);
        }
      }
    });
    assertThat(verdict()).isEqualTo(UNKNOWN);
  }

  @Test
  @DisplayName("S1.11 nobody at the address: refused, said once, and not tried again at once")
  void unreachable() {
    URI gone = responder.address();
    responder.close();
    client = client(List.of(responder(gone, Naming.SHA1, false)));
    assertThat(verdict()).isEqualTo(UNKNOWN);
    assertThat(client.troubles())
        .singleElement()
        .extracting(RevocationTrouble::toString)
        .asString()
        .startsWith("OCSP responder " + gone + " does not answer as it should: ");
  }

  @Test
  @DisplayName("a responder that failed is left alone for a while, and then asked again")
  void pause() {
    responder.answer(question -> new byte[0]);
    assertThat(verdict()).isEqualTo(UNKNOWN);
    assertThat(verdict(client, root.issue(card().serial(4712)))).isEqualTo(UNKNOWN);
    assertThat(responder.asked()).isEqualTo(1);
    answer(good());
    clock.advance(Duration.ofSeconds(OcspClient.PAUSE_SECONDS));
    assertThat(verdict()).isEqualTo("good");
    assertThat(client.troubles()).isEmpty();
  }

  @Test
  @DisplayName("a responder that failed is tried again while nobody uses a card, after its pause")
  void retried() throws Exception {
    responder.answer(question -> new byte[0]);
    assertThat(verdict()).isEqualTo(UNKNOWN);
    answer(good());
    client.retry();
    assertThat(client.troubles()).hasSize(1);
    clock.advance(Duration.ofSeconds(OcspClient.PAUSE_SECONDS));
    client.retry();
    assertThat(client.troubles()).isEmpty();
    client.retry();
    assertThat(responder.asked()).isEqualTo(2);
  }

  @Test
  @DisplayName(
      "a responder that is back and does not know one certificate answers for others at once")
  void backWithoutOne() throws Exception {
    responder.answer(question -> new byte[0]);
    assertThat(verdict()).isEqualTo(UNKNOWN);
    clock.advance(Duration.ofSeconds(OcspClient.PAUSE_SECONDS));
    answer(good().unknown());
    client.retry();
    Certificate another = root.issue(card().serial(4712));
    answer(root.ocsp(another).updates(now() - 60, OptionalLong.of(now() + DAY)));
    assertThat(verdict(client, another)).isEqualTo("good");
  }

  @Test
  @DisplayName("one responder stands in for another of the same authority")
  void standIn() throws IOException {
    try (TestResponder broken = new TestResponder()) {
      client =
          client(
              List.of(
                  responder(broken.address(), Naming.SHA1, false),
                  responder(responder.address(), Naming.SHA1, false)));
      answer(good());
      assertThat(verdict()).isEqualTo("good");
      assertThat(client.troubles())
          .singleElement()
          .extracting(RevocationTrouble::source)
          .isEqualTo("OCSP responder " + broken.address());
    }
  }

  @Test
  @DisplayName("a responder is asked about certificates of its own authority and no others")
  void ownAuthorityOnly() {
    Certificate foreign = authority("Other Root").issue(card());
    assertThat(client.about(foreign, authority("Other Root").certificate())).isEmpty();
    TestAuthority sameName =
        TestAuthority.root(
            TestCertificate.authority("Card Root", TestCardKey.p256("another"))
                .valid(start - DAY, start + DAY));
    assertThat(client.about(leaf, sameName.certificate())).isEmpty();
    assertThat(responder.asked()).isZero();
  }

  @Test
  @DisplayName("an answer is used until it is time to ask again, and on while nobody answers")
  void kept() {
    answer(good());
    assertThat(verdict()).isEqualTo("good");
    clock.advance(Duration.ofSeconds(KEEP - 1));
    assertThat(verdict()).isEqualTo("good");
    assertThat(responder.asked()).isEqualTo(1);
    responder.answer(question -> new byte[0]);
    clock.advance(Duration.ofSeconds(1));
    assertThat(verdict()).isEqualTo("good");
    assertThat(responder.asked()).isEqualTo(2);
    clock.advance(Duration.ofSeconds(DAY));
    assertThat(verdict()).as("older than the greatest age").isEqualTo(UNKNOWN);
  }

  @Test
  @DisplayName("an answer is never used beyond its own end, however long it may be kept")
  void ownEnd() {
    answer(root.ocsp(leaf).updates(start, OptionalLong.of(start + 10)));
    assertThat(verdict()).isEqualTo("good");
    clock.advance(Duration.ofSeconds(10));
    assertThat(verdict()).isEqualTo(UNKNOWN);
    assertThat(responder.asked()).isEqualTo(2);
  }

  @Test
  @DisplayName("S1.7 an older answer does not roll a revocation back, also over a restart")
  void rollBack() {
    answer(good(start).revoked(start - 10));
    assertThat(verdict()).isEqualTo(REVOKED);
    answer(good(start - 60));
    clock.advance(Duration.ofSeconds(KEEP));
    assertThat(verdict()).isEqualTo(REVOKED);
    assertThat(verdict(client(Naming.SHA1, false), leaf)).isEqualTo(REVOKED);
    answer(good(start + KEEP));
    clock.advance(Duration.ofSeconds(KEEP));
    assertThat(verdict()).as("taken off hold").isEqualTo("good");
  }

  @Test
  @DisplayName("the last answer survives a restart, and a damaged file says nothing")
  void restart() throws IOException {
    answer(good());
    assertThat(verdict()).isEqualTo("good");
    responder.answer(question -> new byte[0]);
    assertThat(verdict(client(Naming.SHA1, false), leaf)).isEqualTo("good");
    try (Stream<Path> files = Files.list(folder.resolve("ocsp"))) {
      Files.write(files.findFirst().orElseThrow(), new byte[] {1, 2, 3});
    }
    assertThat(verdict(client(Naming.SHA1, false), leaf)).isEqualTo(UNKNOWN);
  }

  @Test
  @DisplayName("a short question goes by GET, with SHA-1 unless SHA-256 is configured")
  void question() {
    responder.answer(question -> {
      assertThat(question.getRequestList()).hasSize(1);
      assertThat(question.getRequestList()[0].getCertID().getSerialNumber())
          .isEqualTo(leaf.serial());
      assertThat(question.hasExtensions()).isFalse();
      return good().der().toArray();
    });
    assertThat(verdict()).isEqualTo("good");
    client = client(Naming.SHA256, false);
    responder.answer(question -> {
      assertThat(question.getRequestList()[0].getCertID().getHashAlgOID().getId())
          .isEqualTo("2.16.840.1.101.3.4.2.1");
      return good().sha256().der().toArray();
    });
    assertThat(verdict()).isEqualTo("good");
    assertThat(responder.methods()).containsExactly("GET", "GET");
  }

  @Test
  @DisplayName("a question offers no other protocol, which old responders stumble over")
  void plainHttp() {
    byte[] der = good().der().toArray();
    responder.serve(exchange ->
        TestResponder.send(
            exchange, exchange.getRequestHeaders().containsKey("Upgrade") ? 400 : 200, der));
    assertThat(verdict()).isEqualTo("good");
  }

  @Test
  @DisplayName("S1.4 with a nonce the question goes by POST, and only its own answer counts")
  void nonce() {
    client = client(Naming.SHA1, true);
    responder.answer(question -> good().nonce(nonce(question)).der().toArray());
    assertThat(verdict()).isEqualTo("good");
    assertThat(responder.methods()).containsExactly("POST");
    answer(good());
    assertThat(verdict(client(Naming.SHA1, true), root.issue(card().serial(1)))).isEqualTo(UNKNOWN);
    answer(good(start + 1).nonce(Bytes.of(new byte[34])).revoked(start));
    clock.advance(Duration.ofSeconds(KEEP));
    assertThat(verdict()).as("the answer to another question").isEqualTo("good");
    assertThat(client.troubles()).singleElement().asString().contains("nonce");
  }

  private static Bytes nonce(OCSPReq question) {
    return Bytes.of(
        question.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce).getExtnValue().getOctets());
  }

  @Test
  @DisplayName("S1.7 two decisions at once ask once, and neither goes by the answer of before")
  void together() throws Exception {
    answer(good());
    assertThat(verdict()).isEqualTo("good");
    clock.advance(Duration.ofSeconds(KEEP));
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    byte[] der = good().revoked(now() - 30).der().toArray();
    responder.answer(question -> {
      arrived.countDown();
      await(go);
      return der;
    });
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> asking = callers.submit(() -> verdict());
      await(arrived);
      Future<String> other = callers.submit(() -> verdict());
      assertThatThrownBy(() -> other.get(100, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      go.countDown();
      assertThat(asking.get(60, TimeUnit.SECONDS)).isEqualTo(REVOKED);
      assertThat(other.get(60, TimeUnit.SECONDS)).isEqualTo(REVOKED);
    }
    assertThat(responder.asked()).isEqualTo(2);
  }

  @Test
  @DisplayName("S1.11 a decision that is broken off goes by no answer of before")
  void interruptedWithAnswer() throws Exception {
    answer(good());
    assertThat(verdict()).isEqualTo("good");
    clock.advance(Duration.ofSeconds(KEEP));
    Thread.currentThread().interrupt();
    assertThat(client.about(leaf, root.certificate())).isEmpty();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  @DisplayName("S1.11 a decision that is broken off while it waits ends at once, with nothing")
  void interrupted() throws Exception {
    responder.hang();
    Thread decision =
        Thread.ofVirtual()
            .start(() -> assertThat(client.about(leaf, root.certificate())).isEmpty());
    decision.interrupt();
    assertThat(decision.join(Duration.ofSeconds(3))).as("before any deadline").isTrue();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stop);
    }
  }

  @Test
  @DisplayName("an answer of the responder is one that a trust file can carry")
  void exported() throws Exception {
    answer(good());
    assertThat(verdict()).isEqualTo("good");
    try (Stream<Path> files = Files.list(folder.resolve("ocsp"))) {
      Bytes kept = Bytes.of(Files.readAllBytes(files.findFirst().orElseThrow()));
      assertThat(RevocationMaterial.parse(List.of(), List.of(kept))).isNotNull();
      assertThat(kept).isEqualTo(good().der());
    }
  }
}
