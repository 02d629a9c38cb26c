package dev.countersign.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.gateway.EmbeddedGateway;
import dev.countersign.gateway.enrollment.AttestationTrust;
import dev.countersign.gateway.enrollment.CardPolicy;
import dev.countersign.gateway.store.Token;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.testing.SoftwareCard;
import dev.countersign.proof.testing.TestCardKey;
import dev.countersign.proof.testing.TestCertificate;
import dev.countersign.proof.verify.Credential;
import dev.countersign.proof.verify.TrustFile;
import dev.countersign.proof.verify.X509Trust;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Enrolment of smart cards over HTTP")
class CardEnrolmentTest {
  @TempDir private Path data;

  private final MovingClock clock = new MovingClock();
  private final CardWorld world = new CardWorld(clock);
  private final TestCardKey key = TestCardKey.p384("ada's card");
  private EmbeddedGateway gateway;

  @BeforeEach
  void start() throws IOException, RefusedException {
    gateway = start("data", world.policy());
  }

  private EmbeddedGateway start(String folder, CardPolicy cards)
      throws IOException, RefusedException {
    return EmbeddedGateway.start(
        EmbeddedGateway.Options.of(
                data.resolve(folder),
                "gateway.test",
                "approvals.test",
                AttestationTrust.real(List.of(), true))
            .withCards(cards)
            .withClock(clock));
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private String code() {
    return gateway.addApprover("ada", "Ada Lovelace", List.of("security"));
  }

  private SoftwareCard card(TestCertificate certificate) {
    return world.card(certificate, key);
  }

  private List<TrustFile.Token> tokens() {
    return gateway.trust().approver("ada").orElseThrow().tokens();
  }

  @Test
  @DisplayName("S0.10 a card that asks for its PIN on every use is enrolled as that")
  void enrols() {
    Answer answer = new Enrolment(gateway).run(code(), card(world.certificate("Ada", key)));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    assertThat(answer.string("kind")).isEqualTo("x509");
    assertThat(tokens())
        .singleElement()
        .extracting(each -> each.credential().kind())
        .isEqualTo(Credential.Card.KIND);
  }

  @Test
  @DisplayName("a good code is answered with the cards that are taken")
  void says() throws Exception {
    JsonObject options = new Enrolment(gateway).options(code()).json();
    X509Trust said =
        X509Trust.read(
            new ObjectReader(options, "answer", RefusalCode.MALFORMED_JSON).reader("x509"));
    assertThat(said.certificates()).isEqualTo(world.policy().rules().trust());
  }

  @Test
  @DisplayName(
      "S2.10 a card that is enrolled is taken on a further device, with a code and as it was")
  void furtherDevice() {
    assertThat(run(code(), card(world.certificate("Ada", key))).status()).isEqualTo(201);
    Answer again = run(anotherCode(), card(world.certificate("Ada", key).without("2.5.29.32")));
    assertThat(again.status()).as(again.text()).isEqualTo(201);
    assertThat(again.string("kind")).as("what it was enrolled as").isEqualTo("x509");
    assertThat(tokens()).hasSize(1);
    assertThat(gateway.trust().approver("ada").orElseThrow().devices()).hasSize(2);
  }

  @Test
  @DisplayName("S0.5 a code brings no revoked card back, and takes nobody else's")
  void notAgain() {
    assertThat(run(code(), card(world.certificate("Ada", key))).status()).isEqualTo(201);
    String eve = gateway.addApprover("eve", "Eve", List.of("security"));
    assertThat(run(eve, card(world.certificate("Ada", key))).status()).isEqualTo(401);
    gateway.operator().revokeToken(Token.idOf(tokens().getFirst().credential()));
    assertThat(run(anotherCode(), card(world.certificate("Ada", key))).status()).isEqualTo(401);
    assertThat(gateway.trust().approver("ada").orElseThrow().devices()).hasSize(1);
  }

  @Test
  @DisplayName("S1.5 enrolments with a good code are recorded, those refused too")
  void recorded() throws SQLException {
    run(code(), card(world.certificate("Ada", key)));
    run(anotherCode(), card(world.certificate("Ada", key).without("2.5.29.37")));
    List<String> attempts = new ArrayList<>();
    try (Connection ledger =
            DriverManager.getConnection("jdbc:sqlite:" + data.resolve("data/ledger.db"));
        Statement sql = ledger.createStatement();
        ResultSet rows =
            sql.executeQuery("SELECT outcome, binding FROM attempt WHERE kind = 'enrolment'")) {
      while (rows.next()) {
        attempts.add(rows.getString(1) + " " + rows.getString(2));
      }
    }
    assertThat(attempts)
        .satisfiesExactly(
            accepted ->
                assertThat(accepted)
                    .startsWith("accepted")
                    .contains(
                        "\"approver\":\"ada\"",
                        "\"kind\":\"x509\"",
                        Token.idOf(tokens().getFirst().credential()).base64Url()),
            refused -> assertThat(refused).startsWith("certificate_not_allowed"));
  }

  private String anotherCode() {
    return gateway.operator().newCode("ada").orElseThrow();
  }

  private Answer run(String code, SoftwareCard card) {
    return new Enrolment(gateway).run(code, card);
  }

  @Test
  @DisplayName("S2.11 what the desk claims of a card's PIN makes it no better than possession")
  void claimed() {
    SoftwareCard card = card(world.certificate("Ada", key).without("2.5.29.32"));
    Answer answer = new Enrolment(gateway).run(code(), card);
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    assertThat(answer.string("kind")).isEqualTo("x509_possession");
  }

  @Test
  @DisplayName("a proof of possession of another challenge or device is refused")
  void otherPayload() {
    Enrolment enrolment = new Enrolment(gateway);
    Answer answer =
        enrolment.finish(
            enrolment.options(code()),
            card(world.certificate("Ada", key)),
            payload -> Bytes.utf8("something else"));
    assertThat(answer.code()).isEqualTo("payload_mismatch");
    assertThat(tokens()).isEmpty();
  }

  @Test
  @DisplayName("a device key that does not vouch for the card's proof is refused")
  void otherDevice() {
    Enrolment enrolment = new Enrolment(gateway);
    enrolment.signingDevice = TestKey.generate();
    Answer answer =
        enrolment.finish(
            enrolment.options(code()),
            card(world.certificate("Ada", key)),
            UnaryOperator.identity());
    assertThat(answer.code()).isEqualTo("bad_device_signature");
  }

  @Test
  @DisplayName("S0.5 a card that is not for approvals, or revoked, is not enrolled")
  void notGood() {
    String code = code();
    SoftwareCard other = card(world.certificate("Ada", key).ekus("1.3.6.1.5.5.7.3.2"));
    assertThat(new Enrolment(gateway).run(code, other).code()).isEqualTo("certificate_not_allowed");
    SoftwareCard good = card(world.certificate("Ada", key));
    world.list(
        world.fresh().revoked(good.chain().getFirst().serial(), clock.instant().getEpochSecond()));
    assertThat(new Enrolment(gateway).run(code, good).code()).isEqualTo("certificate_revoked");
    assertThat(tokens()).isEmpty();
  }

  @Test
  @DisplayName("a card's proof that names another algorithm than its key's is refused")
  void otherAlgorithm() {
    Enrolment enrolment = new Enrolment(gateway);
    enrolment.header = text -> text.replaceFirst("ES(256|384)", "PS256");
    Answer answer = enrolment.run(code(), card(world.certificate("Ada", key)));
    assertThat(answer.code()).isEqualTo("wrong_algorithm");
    assertThat(tokens()).isEmpty();
  }

  @Test
  @DisplayName("S0.5 where a certificate policy marks cards, one without it is not enrolled")
  void missingPolicy() throws IOException, RefusedException {
    CardPolicy byPolicy = world.policy(Set.of(), Set.of(TestCertificate.POLICY));
    try (EmbeddedGateway strict = start("by-policy", byPolicy)) {
      String code = strict.addApprover("ada", "Ada Lovelace", List.of("security"));
      for (TestCertificate lacking :
          List.of(
              world.certificate("Ada", key),
              world.certificate("Ada", key).policies("2.5.29.32.0"),
              world.certificate("Ada", key).without("2.5.29.32"))) {
        assertThat(new Enrolment(strict).run(code, card(lacking)).code())
            .isEqualTo("certificate_not_allowed");
      }
      Answer answer =
          new Enrolment(strict)
              .run(code, card(world.certificate("Ada", key).policies(TestCertificate.POLICY)));
      assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }
  }

  @Test
  @DisplayName("a card that signs with another key than its certificate's is not enrolled")
  void otherKey() {
    SoftwareCard stolen =
        new SoftwareCard(TestCardKey.p384("thief"), card(world.certificate("Ada", key)).chain());
    assertThat(new Enrolment(gateway).run(code(), stolen).code()).isEqualTo("bad_token_signature");
  }
}
