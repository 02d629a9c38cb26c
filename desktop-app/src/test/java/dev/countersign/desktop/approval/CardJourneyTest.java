package dev.countersign.desktop.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.countersign.bridge.CardCertificate;
import dev.countersign.bridge.CardModule;
import dev.countersign.bridge.CardPinState;
import dev.countersign.bridge.CardPinState.Tries;
import dev.countersign.bridge.CardSignOutcome;
import dev.countersign.bridge.CertificatesOutcome;
import dev.countersign.bridge.ModuleTrouble;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.desktop.approval.EnrolledCredential.CardCredential;
import dev.countersign.desktop.approval.JourneyFailure.Reason;
import dev.countersign.desktop.approval.JourneyState.WaitingForToken.Want;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.decision.ApprovalProof;
import dev.countersign.proof.decision.X509Evidence;
import dev.countersign.proof.testing.CardFixture;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.SoftwareCard;
import dev.countersign.proof.testing.TestAuthority;
import dev.countersign.proof.testing.TestCardKey;
import dev.countersign.proof.testing.TestCertificate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("One decision with a smart card")
class CardJourneyTest {
  @TempDir Path folder;
  private Desk desk;
  private final FakeCard card = new FakeCard(CardFixture.CARD, "Reader 1");

  @BeforeEach
  void open() throws RefusedException {
    desk = new Desk(folder);
    desk.attached.clear();
    desk.enrolled.clear();
    desk.enrolled.add(CardCredential.of(CardFixture.CARD.chain(), "my card"));
    desk.cards.add(card);
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private X509Evidence sent() throws RefusedException {
    return (X509Evidence)
        ApprovalProof.parse(desk.gateway.submitted.getFirst().toArray()).evidence();
  }

  private void nothingSent() {
    assertThat(desk.gateway.submitted).isEmpty();
    assertThat(desk.stillPending()).isTrue();
    card.pins.forEach(pin -> assertThat(pin).containsOnly('\0'));
  }

  @Test
  @DisplayName("S0.10 the only card attached is used, and signs exactly the statement")
  void whole() throws RefusedException {
    assertThat(desk.toTheEnd(desk.begin())).isInstanceOf(JourneyState.Done.class);
    assertThat(desk.states.stream().map(state -> state.getClass().getSimpleName()))
        .containsExactly(
            "CheckingRequest", "RecordingIntent", "NeedsPin", "CardAtWork", "Sending", "Done");
    X509Evidence evidence = sent();
    ApprovalProof proof = ApprovalProof.parse(desk.gateway.submitted.getFirst().toArray());
    assertThat(evidence.jws().payload()).isEqualTo(proof.statement());
    assertThat(evidence.jws().isSignedBy(evidence.jws().leaf().key().orElseThrow())).isTrue();
    assertThat(card.pins).singleElement().satisfies(pin -> assertThat(pin).containsOnly('\0'));
  }

  @Test
  @DisplayName("D3 the question for the PIN names the card, its owner, module and reader")
  void named() {
    Journey journey = desk.begin();
    JourneyState.NeedsPin asked = desk.waitFor(JourneyState.NeedsPin.class);
    CardShown shown = asked.card().orElseThrow();
    assertThat(shown.name()).isEqualTo("my card");
    assertThat(shown.subject()).contains("Maria");
    assertThat(shown.module()).isEqualTo("OpenSC");
    assertThat(shown.reader()).isEqualTo("Reader 1");
    assertThat(asked.triesLeft()).isEmpty();
    assertThat(journey.cancel()).isTrue();
    desk.toTheEnd(journey);
    nothingSent();
  }

  @Test
  @DisplayName("a wrong PIN is asked for again, and never tried twice")
  void wrongPin() {
    card.script.add(request -> new TokenFailure.WrongPin(OptionalInt.empty()));
    assertThat(desk.toTheEnd(desk.begin())).isInstanceOf(JourneyState.Done.class);
    assertThat(desk.states)
        .filteredOn(JourneyState.NeedsPin.class::isInstance)
        .extracting(state -> ((JourneyState.NeedsPin) state).message().orElse(""))
        .containsExactly("", "That PIN is wrong.");
    assertThat(card.pins).hasSize(2);
  }

  @Test
  @DisplayName("the last try is said before the PIN is entered, as words and not as a number")
  void lastTry() {
    card.pin = FakeCard.tries(Tries.LAST);
    Journey journey = desk.begin();
    assertThat(desk.waitFor(JourneyState.NeedsPin.class).message().orElseThrow())
        .contains("One try is left");
    desk.toTheEnd(journey);
  }

  @Test
  @DisplayName("with a PIN pad the last try is on screen before the reader asks, with what to do")
  void lastTryAtThePad() {
    card.pin = FakeCard.PAD_AT_LAST_TRY;
    List<JourneyState> before = new ArrayList<>();
    card.beforeSigning = () -> before.addAll(desk.states);
    assertThat(desk.toTheEnd(desk.begin())).isInstanceOf(JourneyState.Done.class);
    assertThat(before)
        .last()
        .isInstanceOfSatisfying(
            JourneyState.CardAtWork.class,
            work ->
                assertThat(work.atTheReader().orElseThrow())
                    .contains("One try is left", "on the reader's keys, not here"));
  }

  @Test
  @DisplayName("a wrong PIN that locks the card ends the decision without another question")
  void locks() {
    card.script.add(request -> {
      card.pin = FakeCard.tries(Tries.NONE);
      return new TokenFailure.WrongPin(OptionalInt.empty());
    });
    desk.toTheEnd(desk.begin());
    assertThat(desk.failure().reason()).isEqualTo(Reason.PIN_LOCKED);
    assertThat(desk.failure().happened()).contains("locked");
    assertThat(card.pins).hasSize(1);
    nothingSent();
  }

  @Test
  @DisplayName("with a PIN pad the desk asks for no PIN, and says to enter it on the reader")
  void pinPad() {
    card.pin = FakeCard.PAD;
    card.script.add(FakeCard.HANGS);
    Journey journey = desk.begin();
    JourneyState.CardAtWork work =
        Journeys.awaitState(
            journey, JourneyState.CardAtWork.class, state -> state.atTheReader().isPresent());
    assertThat(work.atTheReader().orElseThrow()).contains("on the reader");
    assertThat(journey.cancel()).isTrue();
    assertThat(desk.toTheEnd(journey)).isInstanceOf(JourneyState.Cancelled.class);
    assertThat(desk.states).noneMatch(JourneyState.NeedsPin.class::isInstance);
    nothingSent();
  }

  @Test
  @DisplayName("the reader's pad waits no longer than the decision, and its time runs on screen")
  void padHasADeadline() {
    card.pin = FakeCard.PAD;
    card.script.add(request -> {
      assertThat(request.pin()).isEmpty();
      assertThat(request.deadline()).isEqualTo(Duration.ofSeconds(20));
      return new TokenFailure.TimedOut();
    });
    desk.toTheEnd(desk.begin());
    assertThat(desk.waitFor(JourneyState.CardAtWork.class).deadline())
        .isEqualTo(Desk.CLOCK.instant().plusSeconds(20));
    assertThat(desk.failure().reason()).isEqualTo(Reason.TIMED_OUT);
    assertThat(desk.failure().happened()).contains("PIN was not entered in time");
    nothingSent();
  }

  @Test
  @DisplayName("a wrong PIN on the reader's pad ends the decision: nobody is asked unasked")
  void wrongOnThePad() {
    card.pin = FakeCard.PAD;
    card.script.add(request -> new TokenFailure.WrongPin(OptionalInt.empty()));
    desk.toTheEnd(desk.begin());
    assertThat(desk.failure().happened()).contains("PIN is wrong");
    nothingSent();
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new TokenFailure.Removed(), Reason.TOKEN_REMOVED, "taken out"),
        Arguments.of(new TokenFailure.TimedOut(), Reason.TIMED_OUT, "not done in time"),
        Arguments.of(new TokenFailure.Refused(), Reason.TOKEN_REFUSED, "said no"),
        Arguments.of(new TokenFailure.PinLocked(), Reason.PIN_LOCKED, "PUK"),
        Arguments.of(new TokenFailure.NoPinSet(), Reason.NO_PIN_SET, "no PIN yet"),
        Arguments.of(
            new CardSignOutcome.NotThisCard(), Reason.NOT_THIS_TOKEN, "not the one enrolled"),
        Arguments.of(
            new TokenFailure.Unusable(TokenFailure.Reason.MODULE_FAILED, "OpenSC crashed."),
            Reason.TOKEN_UNUSABLE,
            "OpenSC crashed."));
  }

  @ParameterizedTest(name = "S0.9 the card fails ({1}): its own words, nothing sent, pending")
  @MethodSource("failures")
  void fails(CardSignOutcome outcome, Reason reason, String words) {
    card.script.add(request -> outcome);
    desk.toTheEnd(desk.begin());
    assertThat(desk.failure().reason()).isEqualTo(reason);
    assertThat(desk.failure().text()).contains(words, "Nothing was approved.");
    assertThat(desk.outcomes()).hasSize(1);
    nothingSent();
  }

  @Test
  @DisplayName("S0.5 a signature of another key, or over something else, is not sent")
  void badSignature() {
    FakeCard thief = new FakeCard(CardFixture.CARD, "Reader 1");
    SoftwareCard other = CardFixture.CARD_P384;
    thief.script.add(request ->
        new CardSignOutcome.Signed(other.key().signJws(request.signingInput().toArray()), true));
    desk.cards.set(0, thief);
    desk.toTheEnd(desk.begin());
    assertThat(desk.failure().reason()).isEqualTo(Reason.TOKEN_UNUSABLE);
    assertThat(desk.failure().happened()).contains("not what was asked for");
    card.script.add(
        request -> new CardSignOutcome.Signed(card.soft.key().signJws(new byte[] {1}), true));
    desk.cards.set(0, card);
    desk.toTheEnd(desk.begin());
    assertThat(desk.failure().reason()).isEqualTo(Reason.TOKEN_UNUSABLE);
    nothingSent();
  }

  @Test
  @DisplayName("a card that was swapped between choice and PIN is noticed before the PIN is asked")
  void swapped() {
    card.looks.add(card.listed());
    card.looks.add(new FakeCard(CardFixture.CARD_RSA, "Reader 1").listed());
    desk.toTheEnd(desk.begin());
    assertThat(desk.failure().reason()).isEqualTo(Reason.NOT_THIS_TOKEN);
    assertThat(desk.states).noneMatch(JourneyState.NeedsPin.class::isInstance);
    nothingSent();
  }

  @Test
  @DisplayName("another card, an expired certificate and a locked card end it before the intent")
  void beforeTheIntent() {
    desk.cards.set(0, new FakeCard(CardFixture.CARD_RSA, "Reader 1"));
    desk.toTheEnd(desk.begin());
    assertThat(desk.failure().reason()).isEqualTo(Reason.NOT_THIS_TOKEN);
    card.pin = FakeCard.tries(Tries.NONE);
    desk.cards.set(0, card);
    desk.toTheEnd(desk.begin());
    assertThat(desk.failure().reason()).isEqualTo(Reason.PIN_LOCKED);
    card.pin = new CardPinState(false, true, true, Tries.ENOUGH, 4, 8);
    desk.toTheEnd(desk.begin());
    assertThat(desk.failure().happened()).contains("wants its PIN changed");
    SoftwareCard old =
        CardFixture.card(
            TestCertificate.card("Maria", CardFixture.CARD_KEY)
                .serial(99)
                .valid(Fixture.DECIDED_AT - 200, Fixture.DECIDED_AT - 100));
    desk.cards.set(0, new FakeCard(old, "Reader 1"));
    desk.toTheEnd(desk.begin());
    assertThat(desk.failure().happened()).contains("expired");
    desk.cards.clear();
    desk.impatient();
    desk.toTheEnd(desk.begin());
    assertThat(desk.failure().reason()).isEqualTo(Reason.NO_TOKEN);
    assertThat(desk.failure().next()).contains("Put in your card");
    assertThat(desk.outcomes()).isEmpty();
    nothingSent();
  }

  @Test
  @DisplayName(
      "D4 a card whose module is still starting is waited for, and then a card put in late")
  void modulesStart() {
    desk.cards.clear();
    desk.stillLooking = true;
    Journey journey = desk.begin();
    assertThat(desk.waitFor(JourneyState.WaitingForToken.class).want()).isEqualTo(Want.MODULES);
    desk.stillLooking = false;
    await().until(() -> waited().equals(List.of(Want.MODULES, Want.CARD)));
    desk.cards.add(card);
    assertThat(desk.toTheEnd(journey)).isInstanceOf(JourneyState.Done.class);
    assertThat(card.pins).hasSize(1);
  }

  @Test
  @DisplayName("with keys and cards enrolled either is waited for; a key does not stand for a card")
  void eitherIsWaitedFor() {
    desk.cards.clear();
    desk.attached.add(desk.token);
    Journey journey = desk.begin();
    assertThat(desk.waitFor(JourneyState.WaitingForToken.class).why())
        .contains("A security key is attached, but only a card is enrolled for you.");
    assertThat(journey.cancel()).isTrue();
    desk.toTheEnd(journey);
    desk.attached.clear();
    desk.states.clear();
    desk.enrolled.add(
        new EnrolledCredential.FidoCredential(
            Fixture.TOKEN.credentialId(), Fixture.TOKEN.key().publicKey(), "blue key"));
    Journey second = desk.begin();
    assertThat(desk.waitFor(JourneyState.WaitingForToken.class).want()).isEqualTo(Want.KEY_OR_CARD);
    desk.attached.add(desk.token);
    assertThat(desk.toTheEnd(second)).isInstanceOf(JourneyState.Done.class);
    assertThat(card.pins).isEmpty();
  }

  private List<Want> waited() {
    return desk.states.stream()
        .filter(JourneyState.WaitingForToken.class::isInstance)
        .map(state -> ((JourneyState.WaitingForToken) state).want())
        .toList();
  }

  @Test
  @DisplayName("a module that fails while cards are looked at is named, unless another card works")
  void moduleFails() {
    FakeCard broken = new FakeCard(CardFixture.CARD_RSA, "Reader 2");
    TokenFailure crashed =
        new TokenFailure.Unusable(TokenFailure.Reason.MODULE_FAILED, "Vendor crashed.");
    broken.looks.add(crashed);
    broken.looks.add(crashed);
    desk.cards.addFirst(broken);
    assertThat(desk.toTheEnd(desk.begin())).isInstanceOf(JourneyState.Done.class);
    desk.gateway.submitted.clear();
    desk.inbox.put(new InboxItem.Approvable(Desk.presentation(), Desk.CLOCK.instant()));
    desk.cards.remove(card);
    desk.toTheEnd(desk.begin());
    assertThat(desk.failure().happened()).contains("Vendor crashed.");
  }

  @Test
  @DisplayName("a card that is not seen because its module failed: the module is named, and when")
  void moduleIsLeftAlone() {
    desk.cards.clear();
    CardModule module = new CardModule("Vendor", Path.of("/opt/vendor.so"), Map.of());
    desk.troubles.add(
        new ModuleTrouble(
            module, ModuleTrouble.Reason.CRASHED, "Vendor crashed. It is started again in 4 s."));
    desk.impatient();
    desk.toTheEnd(desk.begin());
    assertThat(desk.waitFor(JourneyState.WaitingForToken.class).why().orElseThrow())
        .contains("It is started again in 4 s.");
    assertThat(desk.failure().reason()).isEqualTo(Reason.NO_TOKEN);
    assertThat(desk.failure().happened()).endsWith("It is started again in 4 s.");
    desk.enrolled.clear();
    desk.enrolled.add(
        new EnrolledCredential.FidoCredential(
            Fixture.TOKEN.credentialId(), Fixture.TOKEN.key().publicKey(), "blue key"));
    desk.toTheEnd(desk.begin());
    assertThat(desk.failure().happened()).isEqualTo("No security key is attached.");
  }

  @Test
  @DisplayName("of several certificates of the enrolled key, one that is fit now is used")
  void renewed() throws RefusedException {
    SoftwareCard fresh =
        CardFixture.card(TestCertificate.card("Maria", CardFixture.CARD_KEY).serial(5000));
    SoftwareCard old =
        CardFixture.card(
            TestCertificate.card("Maria", CardFixture.CARD_KEY)
                .serial(99)
                .valid(Fixture.DECIDED_AT - 200, Fixture.DECIDED_AT - 100));
    CertificatesOutcome both =
        new CertificatesOutcome.Listed(
            List.of(
                new CardCertificate(
                    List.of(old.chain().getFirst()), "old", CardCertificate.PinUse.EVERY_USE),
                new CardCertificate(
                    List.of(fresh.chain().getFirst()), "new", CardCertificate.PinUse.EVERY_USE)),
            List.of(),
            FakeCard.PIN);
    card.looks.add(both);
    card.looks.add(both);
    assertThat(desk.toTheEnd(desk.begin())).isInstanceOf(JourneyState.Done.class);
    assertThat(sent().jws().chain()).isEqualTo(fresh.chain());
  }

  @Test
  @DisplayName("a renewed certificate of another authority is sent with the issuers on the card")
  void renewedElsewhere() throws RefusedException {
    TestAuthority next =
        CardFixture.ROOT.sub(
            TestCertificate.authority("Next Issuing", TestCardKey.p256("next issuing")).serial(9));
    SoftwareCard fresh =
        new SoftwareCard(
            CardFixture.CARD_KEY,
            next.chain(TestCertificate.card("Maria", CardFixture.CARD_KEY).serial(5001)));
    CertificatesOutcome listed =
        new CertificatesOutcome.Listed(
            List.of(new CardCertificate(fresh.chain(), "new", CardCertificate.PinUse.EVERY_USE)),
            List.of(),
            FakeCard.PIN);
    card.looks.add(listed);
    card.looks.add(listed);
    assertThat(desk.toTheEnd(desk.begin())).isInstanceOf(JourneyState.Done.class);
    assertThat(sent().jws().chain()).isEqualTo(fresh.chain());
  }

  @Test
  @DisplayName("of several cards and keys the approver chooses one, by name or by touch")
  void choice() throws RefusedException {
    SoftwareCard other =
        CardFixture.card(
            TestCertificate.card("Maria", TestCardKey.p256("second card")).serial(4720));
    desk.enrolled.add(CardCredential.of(other.chain(), "white card"));
    desk.cards.add(new FakeCard(other, "Reader 2"));
    desk.attached.add(desk.token);
    desk.enrolled.add(
        new EnrolledCredential.FidoCredential(
            Fixture.TOKEN.credentialId(), Fixture.TOKEN.key().publicKey(), "blue key"));
    Journey journey = desk.begin();
    JourneyState.ChooseToken asked = desk.waitFor(JourneyState.ChooseToken.class);
    assertThat(asked.cards()).extracting(CardShown::name).containsExactly("my card", "white card");
    assertThat(asked.keys()).isEqualTo(1);
    assertThatThrownBy(() -> journey.choose(3)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> journey.choose(-1)).isInstanceOf(IllegalStateException.class);
    journey.choose(1);
    assertThat(desk.toTheEnd(journey)).isInstanceOf(JourneyState.Done.class);
    assertThat(sent().jws().leaf()).isEqualTo(other.chain().getFirst());
    assertThat(card.pins).isEmpty();
  }

  @Test
  @DisplayName("D4 where one is chosen, each card that cannot sign is told with its reason")
  void leftOut() throws RefusedException {
    SoftwareCard old =
        CardFixture.card(
            TestCertificate.card("Maria", TestCardKey.p256("old card"))
                .serial(4721)
                .valid(1_000_000, 1_000_001));
    desk.enrolled.add(CardCredential.of(old.chain(), "old card"));
    desk.cards.add(new FakeCard(old, "Reader 2"));
    SoftwareCard stranger =
        CardFixture.card(
            TestCertificate.card("Mallory", TestCardKey.p256("third card")).serial(4722));
    desk.cards.add(new FakeCard(stranger, "Reader 3"));
    FakeCard broken = new FakeCard(stranger, "Reader 4");
    broken.looks.add(
        new TokenFailure.Unusable(TokenFailure.Reason.MODULE_FAILED, "its module crashed."));
    desk.cards.add(broken);
    desk.attached.add(desk.token);
    desk.enrolled.add(
        new EnrolledCredential.FidoCredential(
            Fixture.TOKEN.credentialId(), Fixture.TOKEN.key().publicKey(), "blue key"));
    Journey journey = desk.begin();
    JourneyState.ChooseToken asked = desk.waitFor(JourneyState.ChooseToken.class);
    assertThat(asked.cards()).extracting(CardShown::name).containsExactly("my card");
    assertThat(asked.leftOut())
        .extracting(out -> out.card().reader() + ": " + out.reason())
        .containsExactly(
            "Reader 2: The card cannot be used: Your certificate on it is not fit. It has expired.",
            "Reader 3: It is not enrolled for you.",
            "Reader 4: The card cannot be used: its module crashed.");
    assertThat(journey.cancel()).isTrue();
    desk.toTheEnd(journey);
    nothingSent();
  }

  @Test
  @DisplayName("the key can be chosen beside a card, and stopping the choice decides nothing")
  void chooseTheKey() {
    desk.attached.add(desk.token);
    desk.enrolled.add(
        new EnrolledCredential.FidoCredential(
            Fixture.TOKEN.credentialId(), Fixture.TOKEN.key().publicKey(), "blue key"));
    Journey stopped = desk.begin();
    desk.waitFor(JourneyState.ChooseToken.class);
    assertThat(stopped.cancel()).isTrue();
    assertThat(desk.toTheEnd(stopped)).isInstanceOf(JourneyState.Cancelled.class);
    nothingSent();
    desk.states.clear();
    Journey journey = desk.begin();
    desk.waitFor(JourneyState.ChooseToken.class);
    journey.choose(1);
    assertThat(desk.toTheEnd(journey)).isInstanceOf(JourneyState.Done.class);
    assertThat(Bytes.of(desk.gateway.submitted.getFirst().toArray()).size()).isPositive();
    assertThat(card.pins).isEmpty();
  }

  @Test
  @DisplayName("who has no card enrolled is not kept waiting by cards")
  void cardsAreLeftAlone() {
    desk.enrolled.clear();
    desk.enrolled.add(
        new EnrolledCredential.FidoCredential(
            Fixture.TOKEN.credentialId(), Fixture.TOKEN.key().publicKey(), "blue key"));
    card.looks.add(new TokenFailure.TimedOut());
    desk.attached.add(desk.token);
    assertThat(desk.toTheEnd(desk.begin())).isInstanceOf(JourneyState.Done.class);
    assertThat(card.looks).hasSize(1);
  }
}
