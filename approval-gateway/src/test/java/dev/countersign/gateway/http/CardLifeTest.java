package dev.countersign.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.gateway.enrollment.CardPolicy;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.decision.Evidence;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.StrictJson;
import dev.countersign.proof.request.Envelope;
import dev.countersign.proof.request.PayloadType;
import dev.countersign.proof.request.VerifiedRequest;
import dev.countersign.proof.testing.SoftwareCard;
import dev.countersign.proof.testing.TestCardKey;
import dev.countersign.proof.verify.Examination;
import dev.countersign.proof.verify.TrustFile;
import dev.countersign.proof.verify.Verifier;
import java.time.Duration;
import java.util.OptionalLong;
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

  @Override
  CardPolicy cards() {
    return world.policy();
  }

  @Override
  Answer enrol(Enrolment enrolment, String code) {
    return enrolment.run(code, card);
  }

  @Override
  Evidence evidence(byte[] statement) {
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
        .hasToString("Optional[JsonString[value=user_verified]]");
    Bytes proof =
        Bytes.fromBase64Url(
            ((dev.countersign.proof.json.JsonString) body(submission).get("proof").orElseThrow())
                .value());
    assertThat(
            Verifier.examine(
                TrustFile.parse(gateway.trust().bytes()),
                request.envelope().wire(),
                proof.toArray(),
                OptionalLong.empty()))
        .isInstanceOf(Examination.Valid.class);
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
    world.list(world.fresh().updates(now + 60, OptionalLong.of(now + 120)));
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

  private static JsonObject body(byte[] submission) throws RefusedException {
    return StrictJson.parseObject(submission, 1 << 20);
  }
}
