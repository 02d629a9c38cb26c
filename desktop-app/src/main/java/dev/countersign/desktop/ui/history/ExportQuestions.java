package dev.countersign.desktop.ui.history;

import dev.countersign.desktop.approval.CardShown;
import dev.countersign.desktop.approval.JourneyState;
import dev.countersign.desktop.ui.common.Icon;
import dev.countersign.desktop.ui.common.SafeTextFlow;
import dev.countersign.desktop.ui.common.Ticker;
import dev.countersign.desktop.ui.common.Ui;
import dev.countersign.desktop.ui.sign.CardPanel;
import dev.countersign.desktop.ui.sign.ChoicePanel;
import dev.countersign.desktop.ui.sign.DemoKey;
import dev.countersign.desktop.ui.sign.DemoNotes;
import dev.countersign.desktop.ui.tokens.ChangeInProgress;
import dev.countersign.desktop.ui.tokens.PinField;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.VBox;

/** What is asked of the person while a token confirms an export, in one place on the page. */
final class ExportQuestions implements ChangeInProgress.Page {
  private final Hand hand;
  private final VBox place;
  private Optional<ChangeInProgress> work = Optional.empty();

  /**
   * How the person is asked.
   *
   * @param demo in the demo, the key that cannot be touched
   */
  record Hand(Ticker ticker, InstantSource clock, Optional<DemoKey> demo) {}

  ExportQuestions(Hand hand, VBox place) {
    this.hand = hand;
    this.place = place;
  }

  /** For the work that is beginning; on the FX thread. */
  void of(ChangeInProgress beginning) {
    work = Optional.of(beginning);
  }

  /** It ended: a question that comes late is not shown; on the FX thread. */
  void ended() {
    work = Optional.empty();
  }

  @Override
  public void needsPin(String tokenName, Optional<CardShown> card, Optional<String> message) {
    later(now -> {
      PinField pin =
          new PinField(
              "export-pin",
              (card.isPresent() ? "PIN of the card “" : "PIN of “") + tokenName + "”");
      Button go = Ui.button("C_ontinue", "Enter", () -> give(now, pin), "primary");
      go.setId("export-pin-given");
      pin.onEnter(() -> give(now, pin));
      place.getChildren().clear();
      message.ifPresent(words ->
          place.getChildren().add(Ui.notice("warning", Icon.CRITICAL, SafeTextFlow.prose(words))));
      card.ifPresent(shown -> place.getChildren().add(CardPanel.facts(shown)));
      place.getChildren().addAll(pin.root(), go);
      hand.demo()
          .ifPresent(held ->
              place.getChildren().add(DemoNotes.pin(held, card.isPresent() ? "card" : "key")));
      place.applyCss();
      pin.field().requestFocus();
    });
  }

  private void give(ChangeInProgress now, PinField pin) {
    if (!pin.isEmpty()) {
      now.providePin(pin.take());
      show(
          "The PIN is on its way. Touch the key when it blinks; leave a card in the reader.", true);
    }
  }

  @Override
  public void mustChoose(List<CardShown> cards, int keys) {
    later(now -> {
      ChoicePanel choice =
          new ChoicePanel(
              "Confirm it with which?",
              new JourneyState.ChooseToken(
                  cards, keys, hand.clock().instant().plus(ChangeInProgress.ANSWER_PATIENCE)),
              hand.ticker(),
              index -> {
                now.choose(index);
                show("One moment…", false);
              });
      place.getChildren().setAll(choice.root());
      place.applyCss();
      choice.first().requestFocus();
    });
  }

  @Override
  public void says(String sentence, boolean touch) {
    later(_ -> show(sentence, touch));
  }

  /** One sentence, for which no answer is waited. */
  void show(String sentence, boolean touch) {
    Node words = SafeTextFlow.prose(sentence, "strong");
    words.setId("export-status");
    place.getChildren().setAll(words);
    if (touch) {
      hand.demo().ifPresent(key -> place.getChildren().add(DemoNotes.touch(key)));
    }
  }

  private void later(java.util.function.Consumer<ChangeInProgress> show) {
    Platform.runLater(() -> work.ifPresent(show));
  }
}
