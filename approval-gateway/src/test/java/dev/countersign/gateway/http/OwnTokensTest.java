package dev.countersign.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.gateway.EmbeddedGateway;
import dev.countersign.gateway.enrollment.AttestationTrust;
import dev.countersign.gateway.store.Token;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.crypto.SigningKey;
import dev.countersign.proof.decision.ClientData;
import dev.countersign.proof.decision.StepUp;
import dev.countersign.proof.decision.TokenChange;
import dev.countersign.proof.decision.TokenChangeStatement;
import dev.countersign.proof.decision.WebAuthnEvidence;
import dev.countersign.proof.decision.X509Evidence;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonWriter;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.testing.SoftwareCard;
import dev.countersign.proof.testing.TestCardKey;
import dev.countersign.proof.verify.TrustFile;
import dev.countersign.proof.verify.X509Trust;
import dev.countersign.proof.x509.CardJws;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("An approver's own tokens over HTTP")
class OwnTokensTest {
  private static final String MODEL = "11111111-2222-3333-4444-555555555555";

  @TempDir private Path data;

  private final MovingClock clock = new MovingClock();
  private final CardWorld cards = new CardWorld(clock);
  private final SoftToken.Maker maker = SoftToken.Maker.named("Acme Keys");
  private final SoftToken first = maker.token(MODEL);
  private final SoftToken second = maker.token(MODEL);
  private EmbeddedGateway gateway;
  private Enrolment ada;
  private ApiClient desk;

  @BeforeEach
  void start() throws IOException, RefusedException {
    gateway =
        EmbeddedGateway.start(
            EmbeddedGateway.Options.of(
                    data,
                    "gateway.test",
                    "approvals.test",
                    AttestationTrust.real(List.of(maker.root()), true))
                .withCards(cards.policy())
                .withClock(clock));
    ada = enrolled("ada", first);
    desk = ada.client(gateway, clock).login();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private Enrolment enrolled(String approver, SoftToken token) {
    Enrolment enrolment = new Enrolment(gateway);
    String code = gateway.addApprover(approver, "person of " + approver, List.of("security"));
    assertThat(enrolment.run(code, token).status()).isEqualTo(201);
    return enrolment;
  }

  private Answer offer() {
    return desk.post("/v1/tokens/offers", "");
  }

  private static TokenChangeStatement statement(Answer offer, Enrolment who, TokenChange change) {
    return new TokenChangeStatement(
        offer.string("iss"),
        offer.string("aud"),
        Enrolment.bytes(offer.string("epoch")),
        Enrolment.bytes(offer.string("nonce")),
        offer.number("exp"),
        "ada",
        who.device.jkt(),
        change,
        offer.number("exp") - 300);
  }

  private WebAuthnEvidence touched(SoftToken token, byte[] statement) {
    Bytes clientData = ClientData.get(TokenChangeStatement.challenge(statement), ada.audience);
    Bytes authData = token.authenticatorData(ada.audience);
    return new WebAuthnEvidence(
        token.credentialId, authData, clientData, token.sign(authData, clientData));
  }

  private Bytes signed(TokenChangeStatement statement, SoftToken by) {
    byte[] bytes = statement.bytes();
    SigningKey device = ada.device.signing();
    return Bytes.of(StepUp.seal(bytes, device, touched(by, bytes)).wire());
  }

  private Answer send(JsonObject.Builder body) {
    return desk.post("/v1/tokens/changes", JsonWriter.compact(body.build()));
  }

  private Answer change(TokenChange change, SoftToken by) {
    return send(JsonObject.builder().put("step_up", signed(statement(offer(), ada, change), by)));
  }

  private Answer add(SoftToken token, SoftToken by) {
    Answer offer = offer();
    Bytes clientData = ClientData.create(Enrolment.bytes(offer.string("nonce")), ada.audience);
    Bytes attestation = token.attest(ada.audience, clientData);
    TokenChange change =
        new TokenChange.Add(token.credentialId, "blue key", Digest.sha256(attestation.toArray()));
    return send(
        JsonObject.builder()
            .put("step_up", signed(statement(offer, ada, change), by))
            .put("client_data_json", clientData)
            .put("attestation_object", attestation));
  }

  private TrustFile.Token trusted(Bytes credentialId) throws RefusedException {
    return gateway.trust().approver("ada").orElseThrow().tokens().stream()
        .filter(token -> Token.idOf(token.credential()).equals(credentialId))
        .findFirst()
        .orElseThrow();
  }

  @Test
  @DisplayName("S3.3 a further key is enrolled when an enrolled one signs for exactly it")
  void adds() {
    Answer answer = add(second, first);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.string("name")).isEqualTo("blue key");
    assertThat(answer.string("standing")).isEqualTo("active");
    assertThat(desk.get("/v1/tokens").text()).contains(second.credentialId.base64Url());
    assertThat(change(new TokenChange.Rename(first.credentialId, "old"), second).status())
        .isEqualTo(200);
  }

  @Test
  @DisplayName("S3.3 a key that nobody enrolled cannot enrol itself or another")
  void needsEnrolled() {
    assertThat(add(second, second).code()).isEqualTo("unknown_token");
    assertThat(desk.get("/v1/tokens").text()).doesNotContain(second.credentialId.base64Url());
  }

  @Test
  @DisplayName("S0.8 a step-up for one key enrols no other")
  void exactlyThis() {
    Answer offer = offer();
    Bytes clientData = ClientData.create(Enrolment.bytes(offer.string("nonce")), ada.audience);
    Bytes attestation = second.attest(ada.audience, clientData);
    SoftToken third = maker.token(MODEL);
    TokenChange other =
        new TokenChange.Add(
            third.credentialId, "third", Digest.sha256(third.credentialId.toArray()));
    Answer answer =
        send(
            JsonObject.builder()
                .put("step_up", signed(statement(offer, ada, other), first))
                .put("client_data_json", clientData)
                .put("attestation_object", attestation));
    assertThat(answer.code()).isEqualTo("change_mismatch");
    assertThat(desk.get("/v1/tokens").text()).doesNotContain(second.credentialId.base64Url());
  }

  @Test
  @DisplayName("S0.3 a step-up presented twice counts once")
  void once() {
    Bytes wire =
        signed(statement(offer(), ada, new TokenChange.Rename(first.credentialId, "one")), first);
    assertThat(send(JsonObject.builder().put("step_up", wire)).status()).isEqualTo(200);
    assertThat(send(JsonObject.builder().put("step_up", wire)).code())
        .isEqualTo("unknown_challenge");
  }

  @Test
  @DisplayName("S1.4 a nonce of another device, one never drawn and one too old are refused")
  void nonces() {
    Answer offer = offer();
    TokenChange rename = new TokenChange.Rename(first.credentialId, "one");
    TokenChangeStatement good = statement(offer, ada, rename);
    TokenChangeStatement later =
        new TokenChangeStatement(
            good.issuer(),
            good.audience(),
            good.epoch(),
            good.nonce(),
            good.expiresAt() + 60,
            good.approver(),
            good.deviceJkt(),
            rename,
            good.at());
    assertThat(send(JsonObject.builder().put("step_up", signed(later, first))).code())
        .isEqualTo("challenge_mismatch");
    Enrolment bob = enrolled("bob", second);
    Answer bobs = bob.client(gateway, clock).login().post("/v1/tokens/offers", "");
    assertThat(
            send(JsonObject.builder().put("step_up", signed(statement(bobs, ada, rename), first)))
                .code())
        .isEqualTo("challenge_mismatch");
    TokenChangeStatement old = statement(offer(), ada, rename);
    clock.advance(Duration.ofSeconds(300));
    desk.login(); // its DPoP nonce is old too
    assertThat(send(JsonObject.builder().put("step_up", signed(old, first))).code())
        .isEqualTo("challenge_expired");
  }

  @Test
  @DisplayName("S1.7 a revoked key signs nothing more, and comes back by no step-up")
  void revokes() throws RefusedException {
    add(second, first);
    Answer revoked = change(new TokenChange.Revoke(first.credentialId, false), second);
    assertThat(revoked.string("standing")).isEqualTo("revoked");
    assertThat(trusted(first.credentialId).revokedAt()).isNotEqualTo(OptionalLong.empty());
    assertThat(change(new TokenChange.Rename(second.credentialId, "x"), first).code())
        .isEqualTo("token_revoked");
    assertThat(add(first, second).code()).isIn("already_enrolled", "bad_token_signature");
  }

  @Test
  @DisplayName("the last key is revoked only by a statement that says so")
  void lastToken() {
    assertThat(change(new TokenChange.Revoke(first.credentialId, false), first).code())
        .isEqualTo("last_token");
    assertThat(change(new TokenChange.Revoke(first.credentialId, true), first).string("standing"))
        .isEqualTo("revoked");
  }

  @Test
  @DisplayName("S2.6 nobody renames or revokes another approver's key")
  void othersToken() {
    enrolled("bob", second);
    assertThat(change(new TokenChange.Revoke(second.credentialId, true), first).code())
        .isEqualTo("unknown_token");
    assertThat(change(new TokenChange.Rename(second.credentialId, "mine"), first).code())
        .isEqualTo("unknown_token");
  }

  @Test
  @DisplayName("a counter that does not rise suspends the key, and nothing is changed")
  void counter() {
    Answer offer = offer();
    byte[] statement =
        statement(offer, ada, new TokenChange.Rename(first.credentialId, "one")).bytes();
    WebAuthnEvidence early = touched(first, statement);
    assertThat(change(new TokenChange.Rename(first.credentialId, "two"), first).status())
        .isEqualTo(200);
    Bytes wire = Bytes.of(StepUp.seal(statement, ada.device.signing(), early).wire());
    assertThat(send(JsonObject.builder().put("step_up", wire)).code())
        .isEqualTo("counter_not_rising");
    assertThat(desk.get("/v1/tokens").text()).contains("\"two\"", "suspended");
  }

  @Test
  @DisplayName("a renewed card is enrolled by the old one, and a possession card adds nothing more")
  void cards() {
    SoftwareCard old = card("old");
    SoftwareCard renewed = card("renewed");
    assertThat(addCard(old, first, null).status()).isEqualTo(200);
    Answer answer = addCard(renewed, null, old);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.string("kind")).isEqualTo("x509");
    TestCardKey key = TestCardKey.p256("possession");
    SoftwareCard weak = cards.card(cards.certificate("possession", key).without("2.5.29.32"), key);
    assertThat(addCard(weak, null, renewed).string("kind")).isEqualTo("x509_possession");
    assertThat(addCard(card("another"), null, weak).code()).isEqualTo("change_mismatch");
  }

  @Test
  @DisplayName("an offer says which cards are taken")
  void saysWhichCards() throws Exception {
    ObjectReader offer = new ObjectReader(offer().json(), "offer", RefusalCode.MALFORMED_JSON);
    assertThat(X509Trust.said(offer)).contains(cards.policy().rules().trust());
  }

  private SoftwareCard card(String name) {
    TestCardKey key = TestCardKey.p256(name);
    return cards.card(cards.certificate(name, key), key);
  }

  private Answer addCard(
      SoftwareCard added, @Nullable SoftToken byKey, @Nullable SoftwareCard byCard) {
    Answer offer = offer();
    Bytes payload =
        Bytes.of(
            JsonWriter.compact(
                JsonObject.builder()
                    .put("v", 1)
                    .put("iss", offer.string("iss"))
                    .put("aud", offer.string("aud"))
                    .put("challenge", offer.string("nonce"))
                    .put("device_jkt", ada.device.jkt())
                    .build()));
    CardJws jws = added.jws(CardJws.Type.ENROLMENT, payload);
    TokenChange change =
        new TokenChange.Add(
            jws.leaf().key().orElseThrow().thumbprint().value(),
            "card",
            Digest.sha256(Bytes.utf8(jws.compact()).toArray()));
    TokenChangeStatement statement = statement(offer, ada, change);
    Bytes wire =
        byCard == null
            ? signed(statement, byKey)
            : Bytes.of(
                StepUp.seal(
                        statement.bytes(),
                        ada.device.signing(),
                        new X509Evidence(
                            byCard.jws(CardJws.Type.TOKEN_CHANGE, Bytes.of(statement.bytes()))))
                    .wire());
    return send(
        JsonObject.builder()
            .put("step_up", wire)
            .put("jws", jws.compact())
            .put("pin_each_use", true));
  }

  @Test
  @DisplayName("S1.5 accepted and refused changes are recorded with what bound them")
  void recorded() throws SQLException {
    change(new TokenChange.Rename(first.credentialId, "one"), first);
    add(second, second);
    List<String> attempts = new ArrayList<>();
    try (Connection ledger =
            DriverManager.getConnection("jdbc:sqlite:" + data.resolve("ledger.db"));
        ResultSet rows =
            ledger
                .createStatement()
                .executeQuery("SELECT outcome, binding FROM attempt WHERE kind = 'token_change'")) {
      while (rows.next()) {
        attempts.add(rows.getString(1) + " " + rows.getString(2));
      }
    }
    assertThat(attempts).hasSize(2);
    assertThat(attempts.getFirst())
        .startsWith("accepted")
        .contains(ada.device.jkt(), "rename", first.credentialId.base64Url());
    assertThat(attempts.getLast()).startsWith("unknown_token").contains(ada.device.jkt());
  }

  @Test
  @DisplayName("S1.5 a change that cannot be recorded is not made")
  void notRecorded() throws SQLException {
    try (Connection ledger =
            DriverManager.getConnection("jdbc:sqlite:" + data.resolve("ledger.db"));
        Statement sql = ledger.createStatement()) {
      sql.execute(
          """
          CREATE TRIGGER unwritable BEFORE INSERT ON attempt WHEN NEW.outcome = 'accepted'
          BEGIN SELECT RAISE(ABORT, 'disk full'); END
          """);
      int status = change(new TokenChange.Rename(first.credentialId, "one"), first).status();
      assertThat(status).isEqualTo(503);
      try (ResultSet names = sql.executeQuery("SELECT name FROM token")) {
        assertThat(names.getString(1)).isNotEqualTo("one");
      }
    }
  }
}
