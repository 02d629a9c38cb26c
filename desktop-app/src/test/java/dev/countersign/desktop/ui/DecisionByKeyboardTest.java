package dev.countersign.desktop.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.desktop.approval.CardShown;
import dev.countersign.desktop.approval.JourneyFailure;
import dev.countersign.desktop.approval.JourneyState;
import dev.countersign.desktop.approval.JourneyState.WaitingForToken.Want;
import dev.countersign.proof.decision.Decision;
import dev.countersign.proof.request.ConfirmationPhrase;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DecisionByKeyboardTest extends FxTest {
  private static final JourneyState.NeedsPin PIN =
      new JourneyState.NeedsPin(
          Optional.empty(), OptionalInt.empty(), SampleRequest.NOW.plusSeconds(60));
  private static final JourneyState.WaitingForTouch TOUCH =
      new JourneyState.WaitingForTouch("key", true, SampleRequest.NOW.plusSeconds(30));

  @Test
  @DisplayName("D1 D2 D3 a whole decision needs only the keyboard")
  void wholeWay() {
    desk.filled();
    show(980, 720);
    press(KeyCode.DOWN, KeyCode.UP, KeyCode.ENTER);
    assertThat(find("review")).isPresent();
    for (int i = 0; i < 30; i++) {
      press(KeyCode.N);
    }
    desk.pass(4);
    tabTo("phrase");
    type(
        ConfirmationPhrase.of(SampleRequest.secretRotation().item().request().sha256()).toString());
    tabTo("approve");
    press(KeyCode.SPACE);
    assertThat(desk.decisions).hasSize(1);
    assertThat(desk.decisions.getFirst().decision()).isEqualTo(Decision.APPROVE);
    desk.tell(PIN);
    settle();
    type("246810");
    press(KeyCode.ENTER);
    assertThat(desk.pins).containsExactly("246810");
    desk.tell(TOUCH);
    settle();
    tabTo("demo-touch");
    press(KeyCode.SPACE);
    assertThat(desk.touches).hasValue(1);
    desk.tell(new JourneyState.Sending());
    desk.tell(desk.done());
    settle();
    assertThat(find("result")).isPresent();
    press(KeyCode.ENTER);
    assertThat(find("inbox")).isPresent();
  }

  @Test
  @DisplayName("D3 a card is chosen and its PIN given with the keyboard; what it says is shown")
  void card() {
    CardShown card = new CardShown("my card", "CN=M\u202eada", "OpenSC", "Reader 1");
    sign();
    desk.tell(
        new JourneyState.ChooseToken(List.of(card, card), 1, SampleRequest.NOW.plusSeconds(30)));
    settle();
    tabTo("choose-1");
    press(KeyCode.SPACE);
    assertThat(desk.choices).containsExactly(1);
    desk.tell(
        new JourneyState.NeedsPin(
            Optional.empty(),
            OptionalInt.empty(),
            SampleRequest.NOW.plusSeconds(60),
            Optional.of(card)));
    settle();
    assertThat(find("card")).isPresent();
    assertThat(find("demo-note")).isEmpty();
    type("1234");
    press(KeyCode.ENTER);
    assertThat(desk.pins).containsExactly("1234");
    desk.tell(
        new JourneyState.CardAtWork(
            card, Optional.of("On the reader."), SampleRequest.NOW.plusSeconds(30)));
    settle();
    assertThat(((javafx.scene.control.Label) node("card-call")).getText())
        .contains("Enter the PIN on the reader");
    press(KeyCode.ESCAPE);
    assertThat(desk.cancelled).isTrue();
  }

  @Test
  @DisplayName("D3 a token that is not attached is asked for in words, and Escape stops the wait")
  void attach() {
    sign();
    for (Want want : Want.values()) {
      desk.tell(
          new JourneyState.WaitingForToken(
              want, Optional.of("Vendor crashed."), SampleRequest.NOW.plusSeconds(30)));
      settle();
      assertThat(((Label) node("attach-call")).getText())
          .isEqualTo(
              switch (want) {
                case KEY -> "Plug in your security key";
                case CARD -> "Put in your card";
                case KEY_OR_CARD -> "Put in your card or plug in your security key";
                case MODULES -> "Looking for your card…";
              });
      assertThat(words("attach-token")).contains("30 s left").contains("Vendor crashed.");
    }
    press(KeyCode.ESCAPE);
    assertThat(desk.cancelled).isTrue();
  }

  @Test
  @DisplayName("D3 after the PIN was given the field is empty")
  void pinIsNotKept() {
    sign();
    desk.tell(PIN);
    settle();
    PasswordField field = (PasswordField) node("pin");
    type("123456");
    press(KeyCode.ENTER);
    assertThat(field.getText()).isEmpty();
  }

  @Test
  @DisplayName(
      "D3 Escape stops a decision that waits for the key, and the window says nothing was sent")
  void cancel() {
    sign();
    desk.tell(TOUCH);
    settle();
    press(KeyCode.ESCAPE);
    assertThat(desk.cancelled).isTrue();
    assertThat(find("cancelled")).isPresent();
  }

  @Test
  @DisplayName("D3 a failure says what happened, what did not, what next, and can be tried again")
  void failure() {
    sign();
    desk.tell(TOUCH);
    desk.tell(
        new JourneyState.Failed(
            new JourneyFailure(
                JourneyFailure.Reason.TIMED_OUT,
                "Nobody touched the key in time.",
                "Nothing was approved.",
                "Try again when the key is at hand.")));
    settle();
    assertThat(find("failure")).isPresent();
    tabTo("try-again");
    press(KeyCode.SPACE);
    assertThat(desk.decisions).hasSize(2);
  }

  @Test
  @DisplayName("S2.7 a request that changed after display sends the approver back to review")
  void drift() {
    sign();
    desk.tell(new JourneyState.Drifted("The request was replaced."));
    settle();
    assertThat(find("drifted")).isPresent();
    assertThat(find("try-again")).isEmpty();
    press(KeyCode.ESCAPE);
    assertThat(find("review")).isPresent();
  }

  @Test
  @DisplayName("a decision under way cannot be hidden by going to another page")
  void navigationWaits() {
    sign();
    desk.tell(TOUCH);
    settle();
    fx(() -> {
      shell.go(Page.HISTORY);
      return 0;
    });
    assertThat(find("sign")).isPresent();
    assertThat(find("history")).isEmpty();
  }

  private void sign() {
    desk.inbox.put(SampleRequest.deployment().item());
    show(980, 720);
    open("req-2c88e0d1");
    press(KeyCode.D, KeyCode.ENTER);
    assertThat(find("sign")).isPresent();
  }

  private void tabTo(String id) {
    for (int i = 0; i < 40; i++) {
      Node owner = fx(() -> scene().getFocusOwner());
      if (owner != null && id.equals(owner.getId())) {
        return;
      }
      press(KeyCode.TAB);
    }
    throw new AssertionError(id + " cannot be reached by Tab");
  }
}
