package dev.countersign.desktop.ui.tokens;

import dev.countersign.desktop.approval.JourneyState;
import dev.countersign.desktop.ui.common.Icon;
import dev.countersign.desktop.ui.common.SafeTextFlow;
import dev.countersign.desktop.ui.common.Ticker;
import dev.countersign.desktop.ui.common.Times;
import dev.countersign.desktop.ui.common.Ui;
import dev.countersign.desktop.ui.sign.CardPanel;
import dev.countersign.desktop.ui.sign.ChoicePanel;
import dev.countersign.desktop.ui.sign.DemoKey;
import dev.countersign.desktop.ui.sign.DemoNotes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/** Shows the one thing that is being done: what it waits for, until when, and how to stop. */
final class ActivityPanel {
  private final TokensViewModel model;
  private final Ticker ticker;
  private final Optional<DemoKey> demo;
  private final VBox root = Ui.column("panel");
  private Node first;

  ActivityPanel(TokenActivity now, TokensViewModel model, Ticker ticker, Optional<DemoKey> demo) {
    this.model = model;
    this.ticker = ticker;
    this.demo = demo;
    this.first = root;
    root.setId("token-activity");
    switch (now) {
      case TokenActivity.Quiet _ -> {}
      case TokenActivity.EnterPins form -> form(new PinsForm(form, model));
      case TokenActivity.NameFresh form -> form(NameForm.fresh(form, model));
      case TokenActivity.EnrolCard form -> form(new CardForm(form, model));
      case TokenActivity.NameAgain form -> form(NameForm.again(form, model));
      case TokenActivity.ConfirmRevoke question -> form(new RevokeForm(question, model));
      case TokenActivity.NeedsPin needs -> needsPin(needs);
      case TokenActivity.ChooseToken choose -> choose(choose);
      case TokenActivity.Finding finding ->
          running(
              finding.toEnrol()
                  ? "Touch the key that you want to enrol — all keys wait for it."
                  : "Touch a key to find it in the list — all keys wait for it.",
              finding.deadline(),
              true);
      case TokenActivity.ChangingPin changing ->
          running(
              "“" + changing.keyName() + "” changes its PIN. Leave it plugged in.",
              changing.deadline(),
              false);
      case TokenActivity.Changing changing -> {
        root.getChildren().add(SafeTextFlow.prose(changing.what(), "muted"));
        running(changing.now(), changing.deadline(), changing.touch());
      }
      case TokenActivity.Ended ended -> ended(ended);
    }
  }

  /** A form of the page. */
  interface Form {
    List<Node> nodes();

    /** Where the keyboard begins. */
    Node first();
  }

  VBox root() {
    return root;
  }

  void focus() {
    root.applyCss();
    first.requestFocus();
  }

  private void form(Form form) {
    root.getChildren().addAll(form.nodes());
    first = form.first();
  }

  private void needsPin(TokenActivity.NeedsPin needs) {
    root.getChildren().add(SafeTextFlow.prose(needs.what(), "muted"));
    needs
        .message()
        .ifPresent(words ->
            root.getChildren().add(Ui.notice("warning", Icon.CRITICAL, SafeTextFlow.prose(words))));
    needs.card().ifPresent(card -> root.getChildren().add(CardPanel.facts(card)));
    String of = needs.card().isPresent() ? "PIN of the card “" : "PIN of “";
    PinField pin = new PinField("token-pin", of + needs.tokenName() + "”");
    Button go = Ui.button("_Continue", "Enter", () -> give(pin), "primary");
    pin.onEnter(() -> give(pin));
    root.getChildren()
        .addAll(
            pin.root(), left("Waiting for the PIN", needs.deadline()), Forms.buttons(go, stop()));
    demo.ifPresent(held ->
        root.getChildren().add(DemoNotes.pin(held, needs.card().isPresent() ? "card" : "key")));
    first = pin.field();
  }

  private void choose(TokenActivity.ChooseToken choose) {
    ChoicePanel choice =
        new ChoicePanel(
            "Confirm it with which?",
            new JourneyState.ChooseToken(choose.cards(), choose.keys(), choose.deadline()),
            ticker,
            model::choose);
    root.getChildren()
        .addAll(SafeTextFlow.prose(choose.what(), "muted"), choice.root(), Forms.buttons(stop()));
    first = choice.first();
  }

  private void give(PinField pin) {
    if (!pin.isEmpty()) {
      model.providePin(pin.take());
    }
  }

  private void running(String words, Instant deadline, boolean touch) {
    Node sentence = SafeTextFlow.prose(words, "subtitle");
    sentence.setId("token-waits");
    Node icon = (touch ? Icon.TOUCH : Icon.KEY).node("icon-large", "accent-icon");
    Button stop = stop();
    VBox text = new VBox(4, sentence, left("It stops by itself", deadline));
    text.setMinWidth(0);
    javafx.scene.layout.HBox.setHgrow(text, javafx.scene.layout.Priority.ALWAYS);
    root.getChildren().add(Ui.row("touch", icon, text));
    if (touch) {
      demo.ifPresent(key -> root.getChildren().add(DemoNotes.touch(key)));
    }
    root.getChildren().add(Forms.buttons(stop));
    first = stop;
  }

  private Label left(String what, Instant deadline) {
    Label left = Ui.words("", "small", "muted");
    left.textProperty()
        .bind(
            Bindings.createStringBinding(
                () ->
                    what
                        + ", "
                        + Math.max(0, Times.secondsLeft(ticker.now().get(), deadline))
                        + " s left.",
                ticker.now()));
    return left;
  }

  private Button stop() {
    Button stop = Ui.button("_Stop", "Esc", model::leave);
    stop.setId("token-stop");
    return stop;
  }

  private void ended(TokenActivity.Ended ended) {
    Node[] words =
        ended.sentences().stream()
            .map(each -> SafeTextFlow.prose(each, "prose"))
            .toArray(Node[]::new);
    Node notice =
        ended.good()
            ? Ui.notice("good", Icon.DONE, words)
            : Ui.notice("failure", Icon.FAILED, words);
    notice.setId(ended.good() ? "token-done" : "token-failed");
    Button close = Ui.button("_Close", "Esc", model::leave);
    close.setId("token-close");
    root.getChildren().addAll(notice, Forms.buttons(close));
    first = close;
  }
}
