package dev.countersign.desktop.ui.tokens;

import dev.countersign.desktop.ui.common.Icon;
import dev.countersign.desktop.ui.common.SafeTextFlow;
import dev.countersign.desktop.ui.common.Ticker;
import dev.countersign.desktop.ui.common.Ui;
import dev.countersign.desktop.ui.sign.DemoKey;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.VBox;

/** Shows the one thing that is being done: what it waits for, until when, and how to stop. */
final class ActivityPanel {
  private final TokensViewModel model;
  private final VBox root = Ui.column("panel");
  private Node first;

  ActivityPanel(TokenActivity now, TokensViewModel model, Ticker ticker, Optional<DemoKey> demo) {
    this.model = model;
    this.first = root;
    root.setId("token-activity");
    ConfirmationPanel waits = new ConfirmationPanel("token", ticker, demo, answers(model));
    switch (now) {
      case TokenActivity.Quiet _ -> {}
      case TokenActivity.EnterPins form -> form(new PinsForm(form, model));
      case TokenActivity.NameFresh form -> form(NameForm.fresh(form, model));
      case TokenActivity.EnrolCard form -> form(new CardForm(form, model));
      case TokenActivity.NameAgain form -> form(NameForm.again(form, model));
      case TokenActivity.ConfirmRevoke question -> form(new RevokeForm(question, model));
      case TokenActivity.NeedsPin needs ->
          drawn(
              needs.what(),
              waits.pin(needs.tokenName(), needs.card(), needs.message(), needs.deadline()));
      case TokenActivity.ChooseToken choose ->
          drawn(choose.what(), waits.choice(choose.cards(), choose.keys(), choose.deadline()));
      case TokenActivity.Finding finding ->
          drawn(
              waits.running(
                  finding.toEnrol()
                      ? "Touch the key that you want to enrol — all keys wait for it."
                      : "Touch a key to find it in the list — all keys wait for it.",
                  true,
                  Optional.of(finding.deadline())));
      case TokenActivity.ChangingPin changing ->
          drawn(
              waits.running(
                  "“" + changing.keyName() + "” changes its PIN. Leave it plugged in.",
                  false,
                  Optional.of(changing.deadline())));
      case TokenActivity.Changing changing ->
          drawn(
              changing.what(),
              waits.running(changing.now(), changing.touch(), Optional.of(changing.deadline())));
      case TokenActivity.Ended ended -> ended(ended);
    }
  }

  private static ConfirmationPanel.Answers answers(TokensViewModel model) {
    return new ConfirmationPanel.Answers() {
      @Override
      public void pin(char[] pin, boolean ofCard) {
        model.providePin(pin);
      }

      @Override
      public void choose(int index) {
        model.choose(index);
      }

      @Override
      public void stop() {
        model.leave();
      }
    };
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

  private void drawn(String what, ConfirmationPanel.Drawn drawn) {
    root.getChildren().add(SafeTextFlow.prose(what, "muted"));
    drawn(drawn);
  }

  private void drawn(ConfirmationPanel.Drawn drawn) {
    root.getChildren().addAll(drawn.nodes());
    first = drawn.first();
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
