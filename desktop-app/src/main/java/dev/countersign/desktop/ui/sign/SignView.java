package dev.countersign.desktop.ui.sign;

import dev.countersign.desktop.approval.JourneyFailure;
import dev.countersign.desktop.approval.JourneyState;
import dev.countersign.desktop.ui.common.Appearance;
import dev.countersign.desktop.ui.common.Icon;
import dev.countersign.desktop.ui.common.SafeTextFlow;
import dev.countersign.desktop.ui.common.Ticker;
import dev.countersign.desktop.ui.common.Ui;
import dev.countersign.proof.decision.Decision;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Shows a decision on its way: what is done, what waits and for what, and how to stop. */
public final class SignView {

  /** Where one can go from here. */
  public record Exits(Runnable backToReview, Runnable backToInbox) {}

  private final SignViewModel model;
  private final Ticker ticker;
  private final Optional<DemoKey> demo;
  private final Appearance appearance;
  private final Exits exits;
  private final VBox page = Ui.column("page");
  private final ScrollPane root = Ui.scroll(page);
  private Optional<TouchPanel> touching = Optional.empty();

  public SignView(
      SignViewModel model,
      Ticker ticker,
      Optional<DemoKey> demo,
      Appearance appearance,
      Exits exits) {
    this.model = model;
    this.ticker = ticker;
    this.demo = demo;
    this.appearance = appearance;
    this.exits = exits;
    root.setId("sign");
    root.addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
    model.state().subscribe(this::show);
  }

  public Node root() {
    return root;
  }

  private void show(JourneyState state) {
    touching.ifPresent(TouchPanel::stop);
    touching = Optional.empty();
    if (state instanceof JourneyState.Done done) {
      page.getChildren()
          .setAll(new ResultPanel(model.reviewed(), done, exits.backToInbox()).root());
      focusFirstButton();
      return;
    }
    VBox panel = Ui.column("panel", StepList.of(model.step(), state.isFinal()), Ui.rule());
    page.getChildren().setAll(head(), panel);
    switch (state) {
      case JourneyState.CheckingRequest _ -> waiting(panel, "Asking the gateway…");
      case JourneyState.RecordingIntent _ ->
          waiting(panel, "Writing down what you are about to decide…");
      case JourneyState.WaitingForToken wait -> waitForToken(panel, wait);
      case JourneyState.ChooseToken choice -> choose(panel, choice);
      case JourneyState.NeedsPin pin -> askPin(panel, pin);
      case JourneyState.CardAtWork work -> cardAtWork(panel, work);
      case JourneyState.WaitingForTouch touch -> askTouch(panel, touch);
      case JourneyState.Sending _ ->
          panel
              .getChildren()
              .add(Ui.words("Sending the proof. This can no longer be stopped.", "muted"));
      case JourneyState.Drifted drifted -> drifted(panel, drifted);
      case JourneyState.Failed failed -> failed(panel, failed.failure());
      case JourneyState.Cancelled _ -> cancelled(panel);
      case JourneyState.Done _ -> throw new IllegalStateException("shown above");
    }
  }

  private Node head() {
    Decision decision = model.reviewed().decision();
    String word = decision.isApproval() ? "Approving" : "Denying";
    VBox head =
        Ui.column(
            "page-head",
            Ui.words(word, "strong", decision.isApproval() ? "accent" : "danger"),
            SafeTextFlow.prose(model.reviewed().presentation().headline(), "title"));
    if (decision == Decision.DENY_AND_REVOKE) {
      head.getChildren().add(Ui.words("and ending the requester's session", "muted"));
    }
    return head;
  }

  private void waiting(VBox panel, String words) {
    Button cancel = cancelButton();
    panel.getChildren().addAll(Ui.words(words, "muted"), buttons(cancel));
    cancel.requestFocus();
  }

  private void waitForToken(VBox panel, JourneyState.WaitingForToken state) {
    Button cancel = cancelButton();
    panel.getChildren().addAll(AttachPanel.of(state, ticker), buttons(cancel));
    cancel.requestFocus();
  }

  private void choose(VBox panel, JourneyState.ChooseToken state) {
    ChoicePanel choice = new ChoicePanel("Sign with which?", state, ticker, model::choose);
    panel.getChildren().addAll(choice.root(), buttons(cancelButton()));
    choice.first().requestFocus();
  }

  private void cardAtWork(VBox panel, JourneyState.CardAtWork state) {
    Button cancel = cancelButton();
    panel.getChildren().addAll(CardPanel.atWork(state, ticker), buttons(cancel));
    cancel.requestFocus();
  }

  private void askPin(VBox panel, JourneyState.NeedsPin state) {
    PinPanel pin = new PinPanel(state, ticker, demo, model::providePin);
    panel.getChildren().addAll(pin.root(), buttons(cancelButton()));
    pin.focus();
  }

  private void askTouch(VBox panel, JourneyState.WaitingForTouch state) {
    TouchPanel touch = new TouchPanel(state, ticker, demo, appearance.reducedMotion());
    touching = Optional.of(touch);
    Button cancel = cancelButton();
    panel.getChildren().addAll(touch.root(), buttons(cancel));
    cancel.requestFocus();
  }

  private void failed(VBox panel, JourneyFailure failure) {
    VBox words =
        new VBox(
            3,
            SafeTextFlow.prose(failure.happened(), "subtitle"),
            SafeTextFlow.prose(failure.notDone(), "strong"),
            SafeTextFlow.prose(failure.next()));
    HBox notice = Ui.notice("failure", Icon.FAILED, words);
    notice.setId("failure");
    panel.getChildren().addAll(notice, buttons(againButton(), reviewButton()));
    focusFirstButton();
  }

  private void drifted(VBox panel, JourneyState.Drifted state) {
    HBox notice =
        Ui.notice(
            "warning",
            Icon.CRITICAL,
            SafeTextFlow.prose(state.sentence(), "strong"),
            Ui.words("Nothing was decided. Read the request again."));
    notice.setId("drifted");
    panel.getChildren().addAll(notice, buttons(reviewButton()));
    focusFirstButton();
  }

  private void cancelled(VBox panel) {
    HBox notice =
        Ui.notice(
            "plain",
            Icon.INFO,
            Ui.words("You stopped it.", "strong"),
            Ui.words("Nothing was sent. The request still waits in the inbox."));
    notice.setId("cancelled");
    panel.getChildren().addAll(notice, buttons(againButton(), reviewButton()));
    focusFirstButton();
  }

  private static Node buttons(Button... buttons) {
    FlowPane row = new FlowPane(10, 6, buttons);
    row.setMinHeight(Region.USE_PREF_SIZE);
    return row;
  }

  private Button cancelButton() {
    Button cancel = Ui.button("_Cancel", "Esc", model::cancel);
    cancel.setId("cancel");
    return cancel;
  }

  private Button againButton() {
    Button again = Ui.button("_Try again", "", model::begin, "primary");
    again.setId("try-again");
    return again;
  }

  private Button reviewButton() {
    return Ui.button("_Back to review", "Esc", exits.backToReview());
  }

  private void focusFirstButton() {
    page.applyCss();
    page.lookupAll(".desk-button").stream().findFirst().ifPresent(Node::requestFocus);
  }

  private void onKey(KeyEvent key) {
    if (key.getCode() != KeyCode.ESCAPE) {
      return;
    }
    key.consume();
    switch (model.state().get()) {
      case JourneyState.Done _ -> exits.backToInbox().run();
      case JourneyState.Failed _, JourneyState.Drifted _, JourneyState.Cancelled _ ->
          exits.backToReview().run();
      default -> model.cancel();
    }
  }
}
