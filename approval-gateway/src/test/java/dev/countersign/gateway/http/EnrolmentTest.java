package dev.countersign.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.gateway.EmbeddedGateway;
import dev.countersign.gateway.enrollment.AttestationTrust;
import dev.countersign.gateway.enrollment.DemoKey;
import dev.countersign.proof.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Enrolment over HTTP")
class EnrolmentTest {
  private static final String MODEL = "11111111-2222-3333-4444-555555555555";

  @TempDir private Path data;

  private final MovingClock clock = new MovingClock();
  private final SoftToken.Maker maker = SoftToken.Maker.named("Acme Keys");
  private EmbeddedGateway gateway;

  @BeforeEach
  void start() throws IOException, RefusedException {
    gateway = real(AttestationTrust.real(List.of(maker.root()), true));
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private EmbeddedGateway real(AttestationTrust trust) throws IOException {
    return EmbeddedGateway.start(
        EmbeddedGateway.Options.of(data, "gateway.test", "approvals.test", trust).withClock(clock));
  }

  private EmbeddedGateway demo(SoftToken.Maker root) throws IOException {
    return EmbeddedGateway.start(
        EmbeddedGateway.Options.of(
                data.resolve("demo"),
                "demo.gateway.test",
                "approvals.test",
                AttestationTrust.demo(List.of(root.root()), DemoKey.AAGUID))
            .withClock(clock));
  }

  private String code() {
    return gateway.addApprover("ada", "Ada Lovelace", List.of("admins"));
  }

  @Test
  @DisplayName("S0.10 a device key and a token with trusted attestation are enrolled")
  void enrols() {
    Enrolment enrolment = new Enrolment(gateway);
    Answer answer = enrolment.run(code(), maker.token(MODEL));

    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    assertThat(answer.string("approver")).isEqualTo("ada");
    assertThat(answer.string("device_jkt")).isEqualTo(enrolment.device.jkt());
    assertThat(answer.string("aaguid")).isEqualTo(MODEL);
    assertThat(answer.string("attestation")).isEqualTo("trusted");
    assertThat(gateway.trust().approver("ada").orElseThrow().tokens()).hasSize(1);
    assertThat(gateway.trust().approver("ada").orElseThrow().devices()).hasSize(1);
  }

  @Test
  @DisplayName("a wrong code gets the body of every outsider")
  void wrongCode() {
    code();
    Answer answer = new Enrolment(gateway).options("AAAA-BBBB-CCCC-DDDD-EEEE");
    assertOutsider(answer);
    assertOutsider(new Enrolment(gateway).options("not a code"));
  }

  @Test
  @DisplayName("a code is good for one enrolment")
  void usedCode() {
    String code = code();
    assertThat(new Enrolment(gateway).run(code, maker.token(MODEL)).status()).isEqualTo(201);
    assertOutsider(new Enrolment(gateway).options(code));
  }

  @Test
  @DisplayName("a code presented a sixth time is refused")
  void sixAttempts() {
    String code = code();
    for (int attempt = 1; attempt <= 5; attempt++) {
      assertThat(new Enrolment(gateway).options(code).status()).isEqualTo(200);
    }
    assertOutsider(new Enrolment(gateway).options(code));
  }

  @Test
  @DisplayName("a code is dead after fifteen minutes")
  void expiredCode() {
    String code = code();
    clock.advance(Duration.ofMinutes(15));
    assertOutsider(new Enrolment(gateway).options(code));
  }

  @Test
  @DisplayName("one address may not try codes for ever")
  void rateLimited() {
    Answer last = new Enrolment(gateway).options("AAAA-BBBB-CCCC-DDDD-EEEE");
    for (int attempt = 0; attempt < 30; attempt++) {
      last = new Enrolment(gateway).options("AAAA-BBBB-CCCC-DDDD-EEEE");
    }
    assertThat(last.status()).isEqualTo(429);
    assertThat(last.code()).isEqualTo("rate_limited");
    assertThat(last.header("Retry-After")).isNotEmpty();
  }

  @Test
  @DisplayName("S1.3 a registration made for another origin is refused")
  void wrongOrigin() {
    Enrolment enrolment = new Enrolment(gateway);
    enrolment.origin = "https://approvals.test";
    assertRefused(enrolment.run(code(), maker.token(MODEL)), "client_data_mismatch");
  }

  @Test
  @DisplayName("a device key that did not sign the enrolment is refused")
  void wrongDeviceSignature() {
    Enrolment enrolment = new Enrolment(gateway);
    enrolment.signingDevice = TestKey.generate();
    assertRefused(enrolment.run(code(), maker.token(MODEL)), "bad_device_signature");
  }

  @Test
  @DisplayName("a registration without user verification is refused")
  void withoutVerification() {
    Enrolment enrolment = new Enrolment(gateway);
    enrolment.flags = 0x41;
    assertRefused(enrolment.run(code(), maker.token(MODEL)), "bad_token_signature");
  }

  @Test
  @DisplayName("a credential that could be copied off its token is refused")
  void backupEligible() {
    Enrolment enrolment = new Enrolment(gateway);
    enrolment.flags = 0x4d;
    assertRefused(enrolment.run(code(), maker.token(MODEL)), "token_not_allowed");
  }

  @Test
  @DisplayName("a token whose attestation leads to no trusted root is refused")
  void untrusted() {
    SoftToken stranger = SoftToken.Maker.named("Somebody").token(MODEL);
    assertRefused(new Enrolment(gateway).run(code(), stranger), "token_not_allowed");
  }

  @Test
  @DisplayName("a begun enrolment can be finished once, also after a failure")
  void oncePerBeginning() {
    Enrolment enrolment = new Enrolment(gateway);
    Answer options = enrolment.options(code());
    assertThat(enrolment.finish(options, maker.token(MODEL)).status()).isEqualTo(201);
    assertOutsider(enrolment.finish(options, maker.token(MODEL)));
  }

  @Test
  @DisplayName("the demo's key is refused by a real gateway, by its model and by its maker's mark")
  void demoKeyOnRealGateway() {
    SoftToken byModel = maker.token(DemoKey.AAGUID);
    assertRefused(new Enrolment(gateway).run(code(), byModel), "demo_key_refused");
    String second = gateway.operator().newCode("ada").orElseThrow();
    SoftToken byMark = SoftToken.Maker.named("Countersign demo").token(MODEL);
    assertRefused(new Enrolment(gateway).run(second, byMark), "demo_key_refused");
  }

  @Test
  @DisplayName("a real gateway cannot be told to trust the demo's root")
  void demoRootOnRealGateway() {
    SoftToken.Maker demoMaker = SoftToken.Maker.named("Countersign demo");
    assertThatThrownBy(() -> AttestationTrust.real(List.of(demoMaker.root()), true))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> assertThat(refused.code().wire()).isEqualTo("demo_key_refused"));
  }

  @Test
  @DisplayName("demo trust cannot be given to a real gateway, nor real trust to a demo one")
  void demoTrustNeedsDemoIssuer() {
    AttestationTrust demo = AttestationTrust.demo(List.of(maker.root()), DemoKey.AAGUID);
    assertThatThrownBy(() ->
            EmbeddedGateway.start(
                EmbeddedGateway.Options.of(
                    data.resolve("x"), "gateway.test", "approvals.test", demo)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @DisplayName("a demo gateway takes the demo's key and no other")
  void demoGateway() throws IOException {
    SoftToken.Maker demoMaker = SoftToken.Maker.named("Countersign demo");
    try (EmbeddedGateway demo = demo(demoMaker)) {
      String code = demo.addApprover("bob", "Bob", List.of("admins"));
      Answer other = new Enrolment(demo).run(code, maker.token(MODEL));
      assertRefused(other, "token_not_allowed");
      Answer foreignRoot = new Enrolment(demo).run(code, maker.token(DemoKey.AAGUID));
      assertRefused(foreignRoot, "token_not_allowed");
      Answer taken = new Enrolment(demo).run(code, demoMaker.token(DemoKey.AAGUID));
      assertThat(taken.status()).as(taken.text()).isEqualTo(201);
    }
  }

  private static void assertRefused(Answer answer, String code) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.json().members().keySet())
        .containsExactly("type", "title", "status", "code", "correlation_id");
  }

  static void assertOutsider(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(401);
    assertThat(answer.code()).isEqualTo("unauthorized");
    assertThat(answer.json().members().keySet())
        .containsExactly("type", "title", "status", "code", "correlation_id");
  }
}
