package dev.countersign.desktop.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.SignOutcome;
import dev.countersign.bridge.SignRequest;
import dev.countersign.bridge.Token;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.desktop.approval.CardShown;
import dev.countersign.desktop.approval.EnrolledCredential;
import dev.countersign.desktop.approval.EnrolledCredential.CardCredential;
import dev.countersign.desktop.approval.EnrolledCredential.FidoCredential;
import dev.countersign.desktop.approval.FakeCard;
import dev.countersign.desktop.approval.FakeToken;
import dev.countersign.desktop.approval.TokenPort;
import dev.countersign.desktop.enrollment.ExportConfirmation.Outcome;
import dev.countersign.desktop.enrollment.ExportConfirmation.Wanted;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.crypto.P256SigningKey;
import dev.countersign.proof.crypto.Pae;
import dev.countersign.proof.decision.WebAuthnEvidence;
import dev.countersign.proof.json.JsonString;
import dev.countersign.proof.json.StrictJson;
import dev.countersign.proof.log.Checkpoint;
import dev.countersign.proof.log.TreeHashing;
import dev.countersign.proof.testing.CardFixture;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.x509.CardJws;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The enrolled token that confirms an export")
class ExportConfirmationTest {
  private static final InstantSource CLOCK = () -> Instant.ofEpochSecond(Fixture.DECIDED_AT);
  private static final FidoCredential KEY =
      new FidoCredential(Fixture.TOKEN.credentialId(), Fixture.TOKEN.key().publicKey(), "blue key");
  private static final Wanted WANTED =
      new Wanted(
          new Checkpoint("countersign.dev/device/x", 7, TreeHashing.leaf(new byte[] {1})),
          "csv",
          "/tmp/log.csv",
          ExportConfirmation.Part.ALL);

  private final FakeToken key = new FakeToken();
  private final List<Token> keys = new ArrayList<>(List.of(key));
  private final List<Card> cards = new ArrayList<>();
  private final Set<Bytes> signed = new HashSet<>();

  private Outcome confirm(EnrolledCredential... enrolled) throws InterruptedException {
    EnrolmentPins pins = ConfirmingDesk.pins(enrolled);
    TokenPort attached = ConfirmingDesk.attached(keys, cards);
    return new ExportConfirmation(() -> pins, attached, CLOCK).confirm(WANTED, new Silent());
  }

  private static String failure(Outcome outcome) {
    return ((Outcome.Not) outcome).words().text();
  }

  private static final class Silent implements Person {
    @Override
    public Optional<char[]> pin(String tokenName, Optional<TokenFailure.WrongPin> last) {
      return Optional.of("1234".toCharArray());
    }

    @Override
    public Optional<char[]> cardPin(CardShown card, Optional<String> message) {
      return Optional.of("1234".toCharArray());
    }

    @Override
    public Optional<Integer> choose(List<CardShown> cards, int keys) {
      return Optional.empty();
    }

    @Override
    public void says(String sentence) {}
  }

  private SignOutcome signs(SignRequest request, Digest challenge) {
    signed.add(request.clientDataJson());
    WebAuthnEvidence made = Fixture.TOKEN.assertion(challenge, request.rpId());
    return new SignOutcome.Signed(made.credentialId(), made.authenticatorData(), made.signature());
  }

  private static Digest asked(SignRequest request) {
    try {
      return new Digest(
          Bytes.fromBase64Url(
              ((JsonString)
                      StrictJson.parseObject(request.clientDataJson().toArray())
                          .get("challenge")
                          .orElseThrow())
                  .value()));
    } catch (dev.countersign.proof.RefusedException impossible) {
      throw new AssertionError(impossible);
    }
  }

  @Test
  @DisplayName("S3.3 an enrolled key releases it and is named; each export has its own challenge")
  void enrolled() throws Exception {
    for (int i = 0; i < 3; i++) {
      key.script.add(request -> signs(request, asked(request)));
      assertThat(confirm(KEY)).isEqualTo(new Outcome.Confirmed(KEY.id()));
    }
    assertThat(signed).hasSize(3);
  }

  @Test
  @DisplayName("S3.3 a key that is not enrolled releases nothing, however often it is touched")
  void foreign() throws Exception {
    FidoCredential other =
        new FidoCredential(
            Bytes.of(new byte[] {9, 9}),
            P256SigningKey.generate(new SecureRandom()).publicKey(),
            "other");
    assertThat(failure(confirm(other))).contains("not what was asked for");
    // The same credential id with another key behind it.
    FidoCredential forged = new FidoCredential(KEY.id(), other.key(), "forged");
    assertThat(failure(confirm(forged))).contains("not what was asked for");
    key.script.add(request -> new SignOutcome.NotThisKey());
    assertThat(confirm(KEY)).isInstanceOf(Outcome.Not.class);
    assertThat(confirm()).isInstanceOf(Outcome.Not.class);
  }

  @Test
  @DisplayName("S3.3 an assertion over anything else releases nothing")
  void otherChallenge() throws Exception {
    key.script.add(request -> signs(request, Digest.sha256(new byte[] {1})));
    assertThat(failure(confirm(KEY))).contains("not what was asked for");
  }

  @Test
  @DisplayName("S3.3 a touch without user verification releases nothing")
  void touchAlone() throws Exception {
    key.script.add(request -> {
      SignOutcome.Signed made = (SignOutcome.Signed) signs(request, asked(request));
      byte[] data = made.authenticatorData().toArray();
      data[32] = 0x01;
      return new SignOutcome.Signed(made.credentialId(), Bytes.of(data), made.signature());
    });
    assertThat(failure(confirm(KEY))).contains("not what was asked for");
  }

  @Test
  @DisplayName("S3.3 what is signed names the export under a type of its own, and is new each time")
  void subject() {
    ExportConfirmation confirmation =
        new ExportConfirmation(
            () -> {
              throw new AssertionError("no pins are needed");
            },
            List::of,
            CLOCK);
    StepUpSigning.Subject first = confirmation.subject(WANTED);
    assertThat(new String(first.statement().toArray(), StandardCharsets.UTF_8))
        .startsWith("{\"v\":1,\"log\":\"countersign.dev/device/x\",\"size\":7,\"root\":\"")
        .contains(
            "\"format\":\"csv\",\"first\":0,\"redacted\":false,\"to\":\"/tmp/log.csv\",\"at\":"
                + Fixture.DECIDED_AT);
    assertThat(first.challenge())
        .isEqualTo(
            Digest.sha256(
                Pae.encode(
                    "application/vnd.countersign.export.v1+json", first.statement().toArray())));
    assertThat(first.type()).isEqualTo(CardJws.Type.EXPORT);
    assertThat(confirmation.subject(WANTED).challenge()).isNotEqualTo(first.challenge());
  }

  @Test
  @DisplayName("S3.3 a card releases it too, if it is the enrolled one")
  void card() throws Exception {
    keys.clear();
    cards.add(new FakeCard(CardFixture.CARD, "Reader 1"));
    CardCredential mine = CardCredential.of(CardFixture.CARD.chain(), "my card");
    assertThat(confirm(mine)).isEqualTo(new Outcome.Confirmed(mine.id()));
  }
}
