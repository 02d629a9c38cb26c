package dev.countersign.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.gateway.enrollment.CardPolicy;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.decision.ApprovalProof;
import dev.countersign.proof.decision.Evidence;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonString;
import dev.countersign.proof.json.JsonValue;
import dev.countersign.proof.json.JsonWriter;
import dev.countersign.proof.json.StrictJson;
import dev.countersign.proof.request.Envelope;
import dev.countersign.proof.request.PayloadType;
import dev.countersign.proof.request.VerifiedRequest;
import dev.countersign.proof.testing.SoftwareCard;
import dev.countersign.proof.testing.TestAuthority;
import dev.countersign.proof.testing.TestCardKey;
import dev.countersign.proof.testing.TestCertificate;
import dev.countersign.proof.verify.Examination;
import dev.countersign.proof.verify.TrustFile;
import dev.countersign.proof.verify.Verifier;
import dev.countersign.proof.x509.Certificate;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Everything that holds for a touch of a key holds for a card; and what only cards can do wrong.
 */
@DisplayName("One approval over HTTP with a smart card")
class CardLifeTest extends LifeTest {
  private final CardWorld world = new CardWorld(clock);
  private final TestCardKey key = TestCardKey.p256("ada's card");
  private SoftwareCard card = world.card(world.certificate("Ada", key), key);
  private byte[] signed = new byte[0];

  @Override
  CardPolicy cards() {
    return world
        .policy()
        .withPossession(Set.of("deploy.release"))
        .withTroubles(super.cards().troubles());
  }

  @Override
  Answer enrol(Enrolment enrolment, String code) {
    return enrolment.run(code, card);
  }

  @Override
  Evidence evidence(byte[] statement) {
    signed = statement.clone();
    return card.evidence(statement);
  }

  private Answer decide(VerifiedRequest request) throws RefusedException {
    return decide(request, approve(request));
  }

  private Answer decide(VerifiedRequest request, byte[] submission) {
    String path = "/v1/requests/" + request.request().requestId() + "/decision";
    return device.post(path, submission);
  }

  @Test
  @DisplayName("S0.10 the receipt says that the card verified its user, and an outsider agrees")
  void receipt() throws RefusedException {
    VerifiedRequest request = ask("ask-1");
    byte[] submission = approve(request);
    Answer answer = decide(request, submission);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(Envelope.parse(answer.body(), PayloadType.RECEIPT).json().get("assurance"))
        .contains(new JsonString("user_verified"));
    assertThat(examined(request, submission)).isInstanceOf(Examination.Valid.class);
  }

  private Examination examined(VerifiedRequest request, byte[] submission) throws RefusedException {
    return Verifier.examine(
        TrustFile.parse(gateway.trust().bytes()),
        request.envelope().wire(),
        Bytes.fromBase64Url(text(submission, "proof")).toArray(),
        OptionalLong.empty());
  }

  @Test
  @DisplayName("S0.5 S2.11 the enrolled key approves nothing under a certificate that is not taken")
  void otherCertificates() throws RefusedException {
    TestAuthority ended = world.issuing("Ended Issuing", own -> own.valid(now() - 1000, now() - 1));
    TestAuthority last = world.issuing("Last Issuing", own -> own.pathLength(0));
    TestAuthority below =
        last.sub(
            TestCertificate.authority("Below Issuing", TestCardKey.p256("below"))
                .valid(now() - 1000, now() + 1000));
    TestAuthority noAuthority = world.issuing("No Issuing", own -> own.without("2.5.29.19"));
    TestAuthority stranger =
        TestAuthority.root(
            TestCertificate.authority("Card Root", TestCardKey.p256("stranger"))
                .valid(now() - 1000, now() + 1000));
    TestAuthority good = world.issuing("Good Issuing", UnaryOperator.identity());
    world.alsoListOf(good);
    VerifiedRequest request = ask("ask-1");
    byte[] submission = approve(request);
    tried(request, submission, certificate().ekus("1.3.6.1.5.5.7.3.2"), "certificate_not_allowed");
    tried(request, submission, certificate().ekus("2.5.29.37.0"), "certificate_not_allowed");
    tried(request, submission, certificate().without("2.5.29.37"), "certificate_not_allowed");
    tried(request, submission, certificate().keyUsage(1), "certificate_not_allowed");
    tried(request, submission, stranger, "certificate_not_trusted");
    tried(request, submission, noAuthority, "certificate_not_trusted");
    tried(request, submission, below, "certificate_not_trusted");
    tried(request, submission, ended, "certificate_expired");
    // The control: step 11 lets it pass, and step 13 knows this head from the attempts before.
    tried(request, submission, good, "log_witness_outdated");
  }

  private void tried(VerifiedRequest request, byte[] submission, TestCertificate bent, String code)
      throws RefusedException {
    tried(request, submission, world.card(bent, key).chain(), code);
  }

  private void tried(VerifiedRequest request, byte[] submission, TestAuthority issuer, String code)
      throws RefusedException {
    tried(request, submission, issuer.chain(certificate()), code);
  }

  private void tried(
      VerifiedRequest request, byte[] submission, List<Certificate> chain, String code)
      throws RefusedException {
    Answer answer = decide(request, with(submission, chain));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.code()).isEqualTo(code);
  }

  /** The same decision, signed by the same key, with other certificates beside. */
  private byte[] with(byte[] submission, List<Certificate> chain) throws RefusedException {
    ApprovalProof proof =
        ApprovalProof.seal(
            signed, device.key.signing(), new SoftwareCard(key, chain).evidence(signed));
    return JsonWriter.compact(
        JsonObject.builder()
            .put("proof", Bytes.of(proof.wire()))
            .put("log_evidence", member(submission, "log_evidence"))
            .build());
  }

  private TestCertificate certificate() {
    return world.certificate("Ada", key);
  }

  private long now() {
    return clock.instant().getEpochSecond();
  }

  @Test
  @DisplayName("S2.11 possession approves a type that is named for it, and the receipt says so")
  void possession() throws RefusedException {
    enrolPossessionCard();
    type = "deploy.release";
    VerifiedRequest request = ask("ask-1");
    assertThat(request.request().confirmation().tokenKinds())
        .containsExactly("fido2", "x509", "x509_possession");
    byte[] submission = approve(request);
    Answer answer = decide(request, submission);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(Envelope.parse(answer.body(), PayloadType.RECEIPT).json().get("assurance"))
        .contains(new JsonString("possession"));
    assertThat(examined(request, submission)).isInstanceOf(Examination.Valid.class);
  }

  @Test
  @DisplayName("S2.11 possession approves nothing of a type that is not named for it")
  void possessionOfNoUse() throws RefusedException {
    enrolPossessionCard();
    refused("token_not_allowed");
  }

  /** Ada's second device, with a card of which nothing says that it asks for its PIN. */
  private void enrolPossessionCard() {
    TestCardKey weak = TestCardKey.p256("weak card");
    card = world.card(world.certificate("Ada", weak).without("2.5.29.32"), weak);
    Enrolment enrolment = new Enrolment(gateway);
    Answer enrolled = enrolment.run(gateway.operator().newCode("ada").orElseThrow(), card);
    assertThat(enrolled.status()).as(enrolled.text()).isEqualTo(201);
    device = enrolment.client(gateway, clock).login();
  }

  @Test
  @DisplayName("S0.5 S1.7 a certificate that is revoked after enrolment approves nothing any more")
  void revoked() throws RefusedException {
    world.list(
        world.fresh().revoked(card.chain().getFirst().serial(), clock.instant().getEpochSecond()));
    refused("certificate_revoked");
  }

  @Test
  @DisplayName("S1.11 without a fresh list no card approves")
  void staleList() throws RefusedException {
    long now = clock.instant().getEpochSecond();
    world.list(world.fresh().updates(now - 100_000, OptionalLong.of(now + 60)));
    refused("revocation_unknown");
  }

  @Test
  @DisplayName("a list from the future is none")
  void listFromTheFuture() throws RefusedException {
    long now = clock.instant().getEpochSecond();
    world.list(world.fresh().updates(now + 61, OptionalLong.of(now + 120)));
    refused("revocation_unknown");
  }

  @Test
  @DisplayName("a renewed certificate of the same key needs no new enrolment")
  void renewed() throws RefusedException {
    card = world.card(world.certificate("Ada", key).serial(5000), key);
    assertThat(decide(ask("ask-1")).status()).isEqualTo(200);
  }

  @Test
  @DisplayName("S0.5 another card, good as it is, approves nothing")
  void otherCard() throws RefusedException {
    TestCardKey other = TestCardKey.p256("other card");
    card = world.card(world.certificate("Ada", other), other);
    refused("unknown_token");
  }

  @Test
  @DisplayName("a certificate that ended approves nothing")
  void expired() throws RefusedException {
    long now = clock.instant().getEpochSecond();
    card = world.card(world.certificate("Ada", key).valid(now - 100, now + 5), key);
    VerifiedRequest request = ask("ask-1");
    clock.advance(Duration.ofSeconds(6));
    Answer answer = decide(request);
    assertThat(answer.code()).isEqualTo("certificate_expired");
  }

  private void refused(String code) throws RefusedException {
    VerifiedRequest request = ask("ask-1");
    Answer answer = decide(request);
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.code()).isEqualTo(code);
    assertThat(requester.get("/v1/requests/" + request.request().requestId()).string("state"))
        .isEqualTo("pending");
  }

  private static String text(byte[] submission, String name) throws RefusedException {
    return ((JsonString) member(submission, name)).value();
  }

  private static JsonValue member(byte[] submission, String name) throws RefusedException {
    return StrictJson.parseObject(submission, 1 << 20).get(name).orElseThrow();
  }
}
