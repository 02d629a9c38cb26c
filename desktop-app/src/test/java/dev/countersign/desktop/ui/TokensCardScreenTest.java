package dev.countersign.desktop.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.CardCertificate;
import dev.countersign.bridge.TokenMessage;
import dev.countersign.desktop.approval.CardShown;
import dev.countersign.desktop.approval.FakeCard;
import dev.countersign.desktop.ui.tokens.EnrolledTokenChanges;
import dev.countersign.desktop.ui.tokens.TokenState;
import dev.countersign.desktop.ui.tokens.TokenState.OnCard;
import dev.countersign.desktop.ui.tokens.TokensSnapshot;
import dev.countersign.desktop.ui.tokens.TokensSnapshot.Attached;
import dev.countersign.desktop.ui.tokens.TokensSnapshot.EnrolledHere;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.testing.CardFixture;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javafx.scene.control.RadioButton;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Smart cards on the Tokens page")
class TokensCardScreenTest extends TokensPage {
  private static final CardShown OLD =
      new CardShown("old card", "CN=Maria Keller", "OpenSC", "Reader 1");
  private static final CardShown WHITE =
      new CardShown("white card", "CN=Maria \u202eKeller", "OpenSC", "Reader 2");

  private final FakeCard card = new FakeCard(CardFixture.CARD, "Reader 1");
  private final Changes changes = new Changes();

  /** Lets a card confirm, and answers as a test says. */
  static final class Changes implements EnrolledTokenChanges {
    final List<String> asked = new CopyOnWriteArrayList<>();
    volatile Ended end = new Ended.Done(Optional.empty());

    @Override
    public Ended add(dev.countersign.bridge.Token fresh, String name, Person person) {
      throw new AssertionError("no key is there");
    }

    @Override
    public Ended add(Card fresh, CardCertificate certificate, String name, Person person)
        throws InterruptedException {
      asked.add("add the card " + certificate.label() + " as " + name);
      return confirmed(person);
    }

    @Override
    public Ended rename(Bytes id, String name, Person person) throws InterruptedException {
      asked.add("rename to " + name);
      return confirmed(person);
    }

    @Override
    public Ended revoke(Bytes id, boolean last, Person person) throws InterruptedException {
      asked.add("revoke");
      return confirmed(person);
    }

    private Ended confirmed(Person person) throws InterruptedException {
      Optional<Integer> chosen = person.choose(List.of(OLD, WHITE), 1);
      asked.add("confirm with " + chosen.map(String::valueOf).orElse("none"));
      Optional<char[]> pin =
          person.cardPin(WHITE, Optional.of("One try is left: another wrong PIN locks the card."));
      asked.add("pin " + pin.map(String::new).orElse("none"));
      return end;
    }
  }

  @BeforeEach
  void cardThere() {
    desk.keys.changes = Optional.of(changes);
    desk.keys.cards.add(card);
  }

  private static OnCard fit(String label) {
    return new OnCard(
        new CardCertificate(CardFixture.CARD.chain(), label, CardCertificate.PinUse.EVERY_USE),
        Optional.empty());
  }

  private static OnCard unfit() {
    return new OnCard(
        new CardCertificate(CardFixture.CARD_RSA.chain(), "old", CardCertificate.PinUse.EVERY_USE),
        Optional.of(new TokenMessage("It has expired.", "Ask for a new certificate.")));
  }

  private void cards(EnrolledHere enrolled, OnCard... certificates) {
    open(
        new TokensSnapshot(
            List.of(FakeTokenDesk.enrolled("old card", false)),
            List.of(
                new Attached(
                    card.info().id(),
                    "Example card",
                    Optional.of("Reader 1 · module OpenSC"),
                    false,
                    enrolled,
                    new TokenState.Card(FakeCard.PIN, List.of(certificates)))),
            List.of()));
  }

  @Test
  @DisplayName(
      "each certificate is told with its owner, issuer and end, and why it cannot be enrolled")
  void certificates() {
    cards(EnrolledHere.NO, unfit());
    assertThat(words("attached-0"))
        .contains("CN=Maria RSA", "Example Issuing", "Valid until", "It has expired.")
        .contains("None of its certificates can be enrolled");
    assertThat(disabled("attached-0-enrol")).isTrue();
  }

  @Test
  @DisplayName(
      "an enrolled card is told with its certificate and its end, and when it signs nothing")
  void enrolled() {
    open(
        new TokensSnapshot(
            List.of(
                FakeTokenDesk.enrolledCard("staff card", 86_400),
                FakeTokenDesk.enrolledCard("old card", -1)),
            List.of(),
            List.of()));
    assertThat(words("enrolled-0"))
        .contains("staff card", "CN=Mara Ade", "CN=Example Card CA 2", "Valid until")
        .doesNotContain("signs nothing");
    assertThat(words("enrolled-1"))
        .contains("This certificate signs nothing now.", "It has expired.");
  }

  @Test
  @DisplayName("S3.3 a card is added by keys alone: name, the token that confirms, and its PIN")
  void add() {
    cards(EnrolledHere.NO, fit("only"));
    fire("attached-0-enrol");
    until("token-name");
    assertThat(focused()).isEqualTo("token-name");
    press(KeyCode.ENTER);
    untilWords("token-message", "1 to 100 characters", "Nothing was sent");
    type("new card");
    press(KeyCode.ENTER);
    untilWords("token-activity", "Confirm it with which?", "old card", "\\u{202E}");
    assertThat(focused()).isEqualTo("choose-0");
    fire("choose-1");
    untilWords(
        "token-activity", "PIN of the card “white card”", "One try is left", "module OpenSC");
    assertThat(focused()).isEqualTo("token-pin");
    type("123456");
    press(KeyCode.ENTER);
    untilWords("token-done", "“new card” is enrolled", "older card, revoke that one now");
    assertThat(changes.asked)
        .containsExactly("add the card only as new card", "confirm with 1", "pin 123456");
  }

  @Test
  @DisplayName(
      "of several certificates none is chosen beforehand, and without a choice nothing is sent")
  void choice() {
    cards(EnrolledHere.YES, fit("first"), unfit(), fit("second"));
    fire("attached-0-enrol");
    until("certificate-1");
    assertThat(fx(() -> ((RadioButton) node("certificate-0")).isSelected())).isFalse();
    type("new card");
    press(KeyCode.ENTER);
    untilWords("token-message", "Choose one of the certificates first. Nothing was sent.");
    fx(() -> {
      node("certificate-1").requestFocus();
      return true;
    });
    press(KeyCode.SPACE);
    fire("name-send");
    until("choose-2");
    assertThat(changes.asked).containsExactly("add the card second as new card");
  }

  @Test
  @DisplayName("a card that is gone when its name is entered enrols nothing")
  void gone() {
    cards(EnrolledHere.NO, fit("only"));
    fire("attached-0-enrol");
    until("token-name");
    desk.keys.cards.clear();
    type("new card");
    press(KeyCode.ENTER);
    untilWords("token-failed", "The card is gone.", "Nothing was enrolled.");
    assertThat(changes.asked).isEmpty();
  }

  @Test
  @DisplayName(
      "a refusal of the card's certificate says what it means, and that nothing was changed")
  void refused() {
    changes.end = new EnrolledTokenChanges.Ended.Refused("certificate_revoked");
    cards(EnrolledHere.YES);
    fire("enrolled-0-rename");
    until("token-name");
    press(KeyCode.ENTER);
    fire("choose-0");
    until("token-pin");
    type("1234");
    press(KeyCode.ENTER);
    untilWords("token-failed", "certificate_revoked", "was revoked", "Nothing was changed");
  }

  @Test
  @DisplayName("stopping at the choice asks no PIN and changes nothing")
  void stopped() {
    cards(EnrolledHere.YES);
    fire("enrolled-0-rename");
    until("token-name");
    press(KeyCode.ENTER);
    until("choose-0");
    press(KeyCode.ESCAPE);
    untilWords("token-failed", "It was stopped", "Nothing was changed on this device");
    assertThat(changes.asked).containsExactly("rename to old card");
  }
}
