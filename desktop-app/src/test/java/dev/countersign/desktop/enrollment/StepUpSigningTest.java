package dev.countersign.desktop.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.CardPinState.Tries;
import dev.countersign.bridge.CardSignOutcome;
import dev.countersign.bridge.SignOutcome;
import dev.countersign.bridge.Token;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.desktop.approval.CardShown;
import dev.countersign.desktop.approval.EnrolledCredential;
import dev.countersign.desktop.approval.EnrolledCredential.CardCredential;
import dev.countersign.desktop.approval.EnrolledCredential.FidoCredential;
import dev.countersign.desktop.approval.FakeCard;
import dev.countersign.desktop.approval.FakeToken;
import dev.countersign.desktop.approval.TokenPort;
import dev.countersign.desktop.enrollment.StepUpSigning.Signed;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.decision.TokenChangeStatement;
import dev.countersign.proof.decision.WebAuthnEvidence;
import dev.countersign.proof.decision.X509Evidence;
import dev.countersign.proof.testing.CardFixture;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.SoftwareCard;
import dev.countersign.proof.testing.TestCardKey;
import dev.countersign.proof.testing.TestCertificate;
import dev.countersign.proof.x509.CardJws;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The enrolled token that confirms a change of tokens")
class StepUpSigningTest {
  private static final InstantSource CLOCK = () -> Instant.ofEpochSecond(Fixture.DECIDED_AT);
  private static final byte[] STATEMENT = "a statement".getBytes(StandardCharsets.UTF_8);
  private static final FidoCredential KEY =
      new FidoCredential(Fixture.TOKEN.credentialId(), Fixture.TOKEN.key().publicKey(), "blue key");

  private final FakeCard card = new FakeCard(CardFixture.CARD, "Reader 1");
  private final FakeToken key = new FakeToken();
  private final List<Card> cards = new ArrayList<>(List.of(card));
  private final List<Token> keys = new ArrayList<>();
  private final Asked person = new Asked();

  private static CardCredential credential(SoftwareCard of, String name) {
    try {
      return CardCredential.of(of.chain(), name);
    } catch (RefusedException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static final CardCredential CARD = credential(CardFixture.CARD, "my card");

  private Signed confirm(EnrolledCredential... enrolled) throws InterruptedException {
    EnrolmentPins pins = ConfirmingDesk.pins(enrolled);
    TokenPort attached = ConfirmingDesk.attached(keys, cards);
    return new StepUpSigning(pins, attached, person, CLOCK).sign(STATEMENT);
  }

  private String failure(EnrolledCredential... enrolled) throws InterruptedException {
    return ((Signed.Not) confirm(enrolled)).words().text();
  }

  private static CardJws jws(Signed signed) {
    return ((X509Evidence) ((Signed.Confirmed) signed).evidence()).jws();
  }

  /** Answers as a test tells it. */
  private static final class Asked implements Person {
    final List<String> said = new ArrayList<>();
    final List<String> pinsAsked = new ArrayList<>();
    Optional<Integer> choice = Optional.empty();
    Optional<Bytes> only = Optional.empty();
    Runnable whenWaiting = () -> {};
    boolean givesPin = true;

    @Override
    public Optional<char[]> pin(String tokenName, Optional<TokenFailure.WrongPin> last) {
      pinsAsked.add(tokenName);
      return Optional.of("1234".toCharArray());
    }

    @Override
    public Optional<char[]> cardPin(CardShown shown, Optional<String> message) {
      pinsAsked.add(shown.name() + ", " + shown.reader() + message.map(m -> ": " + m).orElse(""));
      return givesPin ? Optional.of("1234".toCharArray()) : Optional.empty();
    }

    @Override
    public Optional<Bytes> confirmsWith() {
      return only;
    }

    @Override
    public Optional<Integer> choose(List<CardShown> shown, int keyCount) {
      said.add(shown.stream().map(CardShown::name).toList() + " and " + keyCount);
      return choice;
    }

    @Override
    public void says(String sentence) {
      said.add(sentence);
      whenWaiting.run();
    }
  }

  @Test
  @DisplayName("S3.3 a card signs exactly the statement, as a change of tokens and nothing else")
  void card() throws Exception {
    CardJws jws = jws(confirm(CARD));
    assertThat(jws.type()).isEqualTo(CardJws.Type.TOKEN_CHANGE);
    assertThat(jws.payload()).isEqualTo(Bytes.of(STATEMENT));
    assertThat(jws.chain()).isEqualTo(CARD.chain());
    assertThat(jws.isSignedBy(CARD.key())).isTrue();
    assertThat(person.pinsAsked).containsExactly("my card, Reader 1");
    assertThat(card.pins).singleElement().satisfies(pin -> assertThat(pin).containsOnly('\0'));
  }

  @Test
  @DisplayName("a wrong PIN is asked for again, never tried twice, with the last try in words")
  void wrongPin() throws Exception {
    card.script.add(request -> {
      card.pin = FakeCard.tries(Tries.LAST);
      return new TokenFailure.WrongPin(OptionalInt.empty());
    });
    assertThat(confirm(CARD)).isInstanceOf(Signed.Confirmed.class);
    assertThat(person.pinsAsked).hasSize(2);
    assertThat(person.pinsAsked.getLast()).contains("That PIN is wrong. One try is left");
    assertThat(card.pins).hasSize(2);
  }

  @Test
  @DisplayName("a wrong PIN that locks the card ends it, and a locked card is asked for no PIN")
  void locked() throws Exception {
    card.script.add(request -> {
      card.pin = FakeCard.tries(Tries.NONE);
      return new TokenFailure.WrongPin(OptionalInt.empty());
    });
    assertThat(failure(CARD)).contains("The card is locked");
    assertThat(card.pins).hasSize(1);
    assertThat(failure(CARD)).contains("The card is locked");
    assertThat(card.pins).hasSize(1);
  }

  @Test
  @DisplayName("with a PIN pad no PIN is asked for here, and a wrong one there is not tried again")
  void pinPad() throws Exception {
    card.pin = FakeCard.PAD;
    assertThat(confirm(CARD)).isInstanceOf(Signed.Confirmed.class);
    assertThat(person.said).anyMatch(each -> each.contains("on the reader's keys, not here"));
    card.script.add(request -> new TokenFailure.WrongPin(OptionalInt.empty()));
    assertThat(failure(CARD)).contains("That PIN is wrong");
    assertThat(person.pinsAsked).isEmpty();
    assertThat(card.script).isEmpty();
  }

  @Test
  @DisplayName("with a PIN pad the last try is said before the reader asks")
  void lastTryAtThePad() throws Exception {
    card.pin = FakeCard.PAD_AT_LAST_TRY;
    List<String> saidBefore = new ArrayList<>();
    card.beforeSigning = () -> saidBefore.addAll(person.said);
    assertThat(confirm(CARD)).isInstanceOf(Signed.Confirmed.class);
    assertThat(saidBefore)
        .last()
        .asString()
        .contains("One try is left", "on the reader's keys, not here");
    assertThat(person.said).filteredOn(said -> said.contains("One try is left")).hasSize(1);
  }

  @Test
  @DisplayName("a stopped entry of the PIN uses no try")
  void noPin() throws Exception {
    person.givesPin = false;
    assertThat(failure(CARD)).contains("It was stopped");
    assertThat(card.pins).isEmpty();
  }

  static Stream<Arguments> lies() {
    SoftwareCard other = CardFixture.CARD_P384;
    return Stream.of(
        Arguments.of(other.key().signJws(STATEMENT)),
        Arguments.of(CardFixture.CARD.key().signJws(STATEMENT)));
  }

  @ParameterizedTest
  @MethodSource("lies")
  @DisplayName("S0.5 a signature of another key, or over something else, is not sent")
  void badSignature(Bytes signature) throws Exception {
    card.script.add(request -> new CardSignOutcome.Signed(signature, true));
    assertThat(failure(CARD)).contains("not what was asked for");
  }

  @Test
  @DisplayName("a card swapped between choice and PIN signs nothing, and no PIN is asked for")
  void swapped() throws Exception {
    card.looks.add(card.listed());
    card.looks.add(new FakeCard(CardFixture.CARD_RSA, "Reader 1").listed());
    assertThat(failure(CARD)).contains("does not hold your enrolled key");
    assertThat(person.pinsAsked).isEmpty();
  }

  @Test
  @DisplayName("with another card in the reader it waits, and says for what")
  void waits() throws Exception {
    cards.set(0, new FakeCard(CardFixture.CARD_RSA, "Reader 1"));
    person.whenWaiting = () -> cards.set(0, new FakeCard(CardFixture.CARD, "Reader 2"));
    assertThat(confirm(CARD)).isInstanceOf(Signed.Confirmed.class);
    assertThat(person.said)
        .first()
        .isEqualTo("Put in a card that is enrolled already, to confirm this.");
  }

  @Test
  @DisplayName("of several cards and a key one is chosen; without a choice nothing signs")
  void several() throws Exception {
    SoftwareCard white =
        CardFixture.card(
            TestCertificate.card("Maria", TestCardKey.p256("second card")).serial(4720));
    EnrolledCredential[] all = {CARD, KEY, credential(white, "white card")};
    cards.add(new FakeCard(white, "Reader 2"));
    keys.add(key);
    assertThat(failure(all)).contains("No token was chosen");
    assertThat(person.said).contains("[my card, white card] and 1");
    assertThat(person.pinsAsked).isEmpty();
    person.choice = Optional.of(1);
    assertThat(jws(confirm(all)).leaf()).isEqualTo(white.chain().getFirst());
    person.choice = Optional.of(2);
    assertThat(((Signed.Confirmed) confirm(all)).evidence()).isInstanceOf(WebAuthnEvidence.class);
  }

  @Test
  @DisplayName("a named token alone confirms, whatever else is attached")
  void named() throws Exception {
    keys.add(key);
    person.only = Optional.of(CARD.id());
    assertThat(jws(confirm(KEY, CARD)).leaf()).isEqualTo(CARD.chain().getFirst());
    person.only = Optional.of(KEY.id());
    assertThat(((Signed.Confirmed) confirm(KEY, CARD)).evidence())
        .isInstanceOf(WebAuthnEvidence.class);
    assertThat(person.said).noneMatch(each -> each.contains("my card"));
  }

  @Test
  @DisplayName(
      "S0.5 an assertion of a key that is not enrolled, or over something else, is not sent")
  void badAssertion() throws Exception {
    cards.clear();
    keys.add(key);
    WebAuthnEvidence other =
        Fixture.TOKEN.assertion(TokenChangeStatement.challenge(new byte[1]), Fixture.AUDIENCE);
    key.script.add(request ->
        new SignOutcome.Signed(other.credentialId(), other.authenticatorData(), other.signature()));
    assertThat(failure(KEY)).contains("not what was asked for, so it was not sent");
  }

  @Test
  @DisplayName("without anything enrolled it ends at once")
  void nothing() throws Exception {
    assertThat(failure()).contains("No token of yours is enrolled");
  }
}
