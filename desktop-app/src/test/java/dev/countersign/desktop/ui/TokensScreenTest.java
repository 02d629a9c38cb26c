package dev.countersign.desktop.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.CardCertificate;
import dev.countersign.bridge.CardPinState;
import dev.countersign.bridge.PinChangeOutcome;
import dev.countersign.bridge.Token;
import dev.countersign.bridge.TokenDetails.PinState;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenId;
import dev.countersign.bridge.TokenMessage;
import dev.countersign.bridge.TouchOutcome;
import dev.countersign.desktop.ui.tokens.EnrolledTokenChanges;
import dev.countersign.desktop.ui.tokens.TokenState;
import dev.countersign.desktop.ui.tokens.TokensSnapshot;
import dev.countersign.desktop.ui.tokens.TokensSnapshot.Attached;
import dev.countersign.desktop.ui.tokens.TokensSnapshot.EnrolledHere;
import dev.countersign.proof.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javafx.scene.control.Button;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensScreenTest extends TokensPage {
  private final FakeTokenDesk.Key key = new FakeTokenDesk.Key("one", "YubiKey 5");
  private final FakeTokenDesk.Key other = new FakeTokenDesk.Key("two", "Nitrokey 3");
  private final Changes changes = new Changes();

  /** Changes that a test answers for. */
  private static final class Changes implements EnrolledTokenChanges {
    final List<String> asked = new CopyOnWriteArrayList<>();
    volatile Ended end = new Ended.Done(Optional.empty());
    volatile boolean hang;
    final CountDownLatch interrupted = new CountDownLatch(1);

    @Override
    public Ended add(Token fresh, String name, Person person) throws InterruptedException {
      asked.add("add " + fresh.info().name() + " as " + name);
      return pinThenEnd(person);
    }

    @Override
    public Ended add(Card fresh, CardCertificate certificate, String name, Person person) {
      throw new AssertionError("no card is there");
    }

    @Override
    public Ended rename(Bytes id, String name, Person person) throws InterruptedException {
      asked.add("rename to " + name);
      return pinThenEnd(person);
    }

    @Override
    public Ended revoke(Bytes id, boolean last, Person person) throws InterruptedException {
      asked.add("revoke " + (last ? "the last" : "one"));
      return pinThenEnd(person);
    }

    private Ended pinThenEnd(Person person) throws InterruptedException {
      Optional<char[]> first = person.pin("blue key", Optional.empty());
      asked.add("pin " + first.map(String::new).orElse("none"));
      Optional<char[]> second =
          person.pin("blue key", Optional.of(new TokenFailure.WrongPin(OptionalInt.of(7))));
      asked.add("pin " + second.map(String::new).orElse("none"));
      person.says("Touch blue key now.");
      if (hang) {
        try {
          new CountDownLatch(1).await();
        } catch (InterruptedException stop) {
          interrupted.countDown();
          throw stop;
        }
      }
      return end;
    }
  }

  private void tokens(TokensSnapshot shown) {
    desk.keys.keys.addAll(List.of(key, other));
    open(shown);
  }

  private TokensSnapshot one(PinState pin) {
    return snapshot(1, FakeTokenDesk.attached("one", "YubiKey 5", false, state(pin)));
  }

  private static TokenState state(PinState pin) {
    return new TokenState.Key(FakeTokenDesk.details(pin));
  }

  private static TokensSnapshot snapshot(int enrolled, Attached... attached) {
    return new TokensSnapshot(
        List.of(FakeTokenDesk.enrolled("blue key", false), FakeTokenDesk.enrolled("red key", false))
            .subList(0, enrolled),
        List.of(attached),
        List.of());
  }

  private void enterPins(String current, String fresh, String again) {
    until("pin-fresh");
    if (!current.isEmpty()) {
      assertThat(focused()).isEqualTo("pin-current");
      type(current);
      press(KeyCode.ENTER);
    }
    assertThat(focused()).isEqualTo("pin-fresh");
    type(fresh);
    press(KeyCode.ENTER);
    type(again);
    press(KeyCode.ENTER);
  }

  @Test
  @DisplayName("each attached token is told with its PIN, its tries, its sensor and its trouble")
  void whatIsAttached() {
    tokens(
        new TokensSnapshot(
            List.of(FakeTokenDesk.enrolled("blue key", false)),
            List.of(
                FakeTokenDesk.attached("a", "Key \u202eA", false, state(FakeTokenDesk.pin(3))),
                FakeTokenDesk.attached("b", "Key B", false, state(FakeTokenDesk.noPin())),
                FakeTokenDesk.attached("c", "Key C", false, new TokenState.OnlyU2f()),
                FakeTokenDesk.attached(
                    "d",
                    "Key D",
                    false,
                    new TokenState.Unusable(
                        TokenMessage.of(
                            new TokenFailure.Unusable(
                                TokenFailure.Reason.PERMISSION_DENIED, "Install a udev rule.")))),
                new Attached(
                    new TokenId("e"),
                    "Card E",
                    Optional.of("Reader 1 · module OpenSC"),
                    false,
                    EnrolledHere.YES,
                    new TokenState.Card(
                        new CardPinState(false, true, false, CardPinState.Tries.LAST, 6, 8),
                        List.of()))),
            List.of(new TokenMessage("Module X crashed.", "It is started again."))));
    assertThat(words("attached-0"))
        .contains("\\u{202E}")
        .contains("PIN set; 3 tries are left before it locks")
        .contains("at least 6 characters")
        .contains("no finger is enrolled")
        .contains("shows only when it is used");
    assertThat(words("attached-1")).contains("No PIN is set").contains("Set its PIN before");
    assertThat(words("attached-2")).contains("only U2F").contains("A U2F key cannot be enrolled");
    assertThat(words("attached-3")).contains("udev rule").contains("while it is unusable");
    assertThat(words("attached-4"))
        .contains("Reader 1 · module OpenSC")
        .contains("next wrong one locks the card")
        .contains("It is enrolled here.");
    assertThat(words("tokens")).contains("Module X crashed.").contains("Only one token");
    assertThat(disabled("attached-2-pin")).isTrue();
    assertThat(disabled("attached-1-enrol")).isTrue();
  }

  @Test
  @DisplayName("a first PIN is set by keys alone; a short or mistyped one is never sent")
  void setPin() {
    tokens(one(FakeTokenDesk.noPin()));
    fire("attached-0-pin");
    enterPins("", "123", "123");
    untilWords("token-message", "too short", "at least 4 characters", "Nothing was sent");
    enterPins("", "123456", "123465");
    untilWords("token-message", "differently", "Nothing was sent");
    assertThat(key.changes).isEmpty();
    enterPins("", "123456", "123456");
    untilWords("token-activity", "changes its PIN", "s left");
    assertThat(key.pins).containsExactly("none to 123456");
    key.pin.complete(new PinChangeOutcome.Changed());
    untilWords("token-done", "The PIN of “YubiKey 5” is set.");
    assertThat(desk.keys.looked).containsExactly(new TokenId("one"));
    press(KeyCode.ESCAPE);
    assertThat(find("token-activity")).isEmpty();
  }

  @Test
  @DisplayName(
      "a wrong PIN says the tries that are left and that nothing was changed, and asks again")
  void wrongPin() {
    tokens(one(FakeTokenDesk.pin(8)));
    fire("attached-0-pin");
    enterPins("111111", "222222", "222222");
    await().until(() -> key.pins.size() == 1);
    key.pin.complete(new TokenFailure.WrongPin(OptionalInt.of(7)));
    untilWords("token-message", "wrong", "7 tries are left", "was not changed");
    assertThat(((PasswordField) node("pin-fresh")).getText()).isEmpty();
    enterPins("111112", "222222", "222222");
    await().until(() -> key.pins.size() == 2);
    key.pin.complete(new TokenFailure.PinBlocked());
    untilWords("token-failed", "takes none for now", "was not changed", "Pull the key out");
  }

  @Test
  @DisplayName("a key that falls silent while its PIN changes is not said to be unchanged")
  void silent() {
    tokens(one(FakeTokenDesk.pin(8)));
    fire("attached-0-pin");
    enterPins("111111", "222222", "222222");
    until("token-stop");
    press(KeyCode.ESCAPE);
    untilWords("token-failed", "not known");
    assertThat(key.pin).isCompletedWithValue(new TokenFailure.Cancelled());
  }

  @Test
  @DisplayName("a touch finds a key in the list; waiting says how long and can be stopped")
  void findByTouch() {
    tokens(
        snapshot(
            2,
            FakeTokenDesk.attached("one", "YubiKey 5", false, state(FakeTokenDesk.pin(8))),
            FakeTokenDesk.attached("two", "Nitrokey 3", false, state(FakeTokenDesk.pin(8)))));
    assertThat(find("tokens-second")).as("two are enrolled").isEmpty();
    fire("tokens-find");
    untilWords("token-activity", "Touch a key", "30 s left");
    assertThat(disabled("attached-0-pin")).isTrue();
    other.touch.complete(new TouchOutcome.Touched());
    untilWords("attached-1", "You touched this one");
    assertThat(words("attached-0")).doesNotContain("You touched this one");
    press(KeyCode.ESCAPE);
    fire("tokens-find");
    until("token-stop");
    press(KeyCode.ESCAPE);
    untilWords("token-failed", "No key was touched", "Nothing was done");
  }

  @Test
  @DisplayName("a touch that does not come ends the wait at its deadline")
  void touchTooLate() {
    tokens(one(FakeTokenDesk.pin(8)));
    fire("tokens-find");
    untilWords("token-activity", "30 s left");
    desk.pass(31);
    untilWords("token-failed", "No key was touched");
  }

  @Test
  @DisplayName("the sentence about a second key leads to its enrolment, with PIN, tries and touch")
  void secondKey() {
    desk.keys.changes = Optional.of(changes);
    tokens(one(FakeTokenDesk.pin(8)));
    assertThat(words("one-token")).contains("Only one token is enrolled");
    fire("tokens-second");
    untilWords("token-activity", "Touch the key that you want to enrol");
    key.touch.complete(new TouchOutcome.Touched());
    until("token-name");
    press(KeyCode.ENTER);
    untilWords("token-message", "1 to 100 characters", "Nothing was sent");
    type("spare key");
    press(KeyCode.ENTER);
    until("token-pin");
    type("123456");
    press(KeyCode.ENTER);
    untilWords("token-activity", "That PIN is wrong", "7 tries are left");
    until("token-pin");
    type("654321");
    press(KeyCode.ENTER);
    untilWords("token-done", "“spare key” is enrolled");
    assertThat(changes.asked)
        .containsExactly("add YubiKey 5 as spare key", "pin 123456", "pin 654321");
  }

  @Test
  @DisplayName("without a way to change what is enrolled the buttons are off and say so")
  void notFromHere() {
    tokens(one(FakeTokenDesk.pin(8)));
    assertThat(disabled("enrolled-0-revoke")).isTrue();
    assertThat(disabled("enrolled-0-rename")).isTrue();
    assertThat(disabled("attached-0-enrol")).isTrue();
    assertThat(disabled("tokens-second")).isTrue();
    assertThat(words("tokens")).contains("cannot be changed from here");
  }

  @Test
  @DisplayName("a token is renamed; a refusal says its code and that nothing was changed")
  void rename() {
    desk.keys.changes = Optional.of(changes);
    changes.end = new EnrolledTokenChanges.Ended.Refused("stale_challenge");
    tokens(one(FakeTokenDesk.pin(8)));
    fire("enrolled-0-rename");
    until("token-name");
    assertThat(((TextField) node("token-name")).getText()).isEqualTo("blue key");
    type("!");
    press(KeyCode.ENTER);
    pinTwice();
    untilWords("token-failed", "refused: stale_challenge", "Nothing was changed");
  }

  private void pinTwice() {
    for (int i = 0; i < 2; i++) {
      int before = changes.asked.size();
      until("token-pin");
      type("123456");
      press(KeyCode.ENTER);
      await().until(() -> changes.asked.size() > before);
    }
  }

  @Test
  @DisplayName("revoking begins on No, Enter on the page is not Yes, and no answer is not success")
  void revoke() {
    desk.keys.changes = Optional.of(changes);
    changes.end = new EnrolledTokenChanges.Ended.NoAnswer("it does not answer");
    tokens(snapshot(2, FakeTokenDesk.attached("one", "Y", false, state(FakeTokenDesk.pin(8)))));
    fire("enrolled-1-revoke");
    until("revoke-send");
    assertThat(focused()).isEqualTo("token-cancel");
    assertThat(fx(() -> ((Button) node("revoke-send")).isDefaultButton())).isFalse();
    press(KeyCode.SPACE);
    assertThat(find("token-activity")).isEmpty();
    assertThat(changes.asked).isEmpty();
    fire("enrolled-1-revoke");
    fire("revoke-send");
    pinTwice();
    untilWords("token-failed", "does not answer", "on this device", "not known");
    assertThat(changes.asked).first().isEqualTo("revoke one");
  }

  @Test
  @DisplayName(
      "the last token is revoked only after a confirmation of its own that says what is lost")
  void revokeLast() {
    desk.keys.changes = Optional.of(changes);
    tokens(one(FakeTokenDesk.pin(8)));
    fire("enrolled-0-revoke");
    untilWords(
        "token-activity",
        "This is the last enrolled token",
        "until another administrator enrols it anew",
        "waits until the box above is ticked");
    assertThat(disabled("revoke-send")).isTrue();
    fx(() -> {
      node("revoke-last").requestFocus();
      return true;
    });
    press(KeyCode.SPACE);
    fire("revoke-send");
    pinTwice();
    untilWords("token-done", "“blue key” is revoked");
    assertThat(changes.asked).first().isEqualTo("revoke the last");
  }

  @Test
  @DisplayName("a change can be stopped while it waits for a touch; nothing is claimed of it")
  void stopChange() throws InterruptedException {
    desk.keys.changes = Optional.of(changes);
    changes.hang = true;
    tokens(one(FakeTokenDesk.pin(8)));
    fire("enrolled-0-rename");
    until("token-name");
    press(KeyCode.ENTER);
    pinTwice();
    untilWords("token-activity", "Touch blue key now.", "s left");
    press(KeyCode.ESCAPE);
    assertThat(changes.interrupted.await(60, TimeUnit.SECONDS)).isTrue();
    untilWords("token-failed", "It was stopped", "may have made the change");
  }

  @Test
  @DisplayName("a form does not keep a PIN when the page is left")
  void leavingThePage() {
    tokens(one(FakeTokenDesk.noPin()));
    fire("attached-0-pin");
    until("pin-fresh");
    type("123456");
    fx(() -> {
      shell.go(Page.INBOX);
      shell.go(Page.TOKENS);
      return shell;
    });
    settle();
    assertThat(find("pin-fresh")).isEmpty();
    assertThat(key.changes).isEmpty();
  }

  @ParameterizedTest(name = "{0} %")
  @ValueSource(ints = {100, 200})
  @DisplayName("every button of the page is at least 44 pixels high")
  void targets(int scale) {
    appearance.scalePercent().set(scale);
    desk.keys.changes = Optional.of(changes);
    tokens(one(FakeTokenDesk.pin(8)));
    fire("enrolled-0-revoke");
    until("revoke-send");
    assertThat(fx(() -> node("tokens").lookupAll(".desk-button")))
        .allSatisfy(button -> assertThat(((Region) button).getHeight()).isGreaterThanOrEqualTo(44));
    assertThat(((Region) node("revoke-last")).getHeight()).isGreaterThanOrEqualTo(44);
  }
}
