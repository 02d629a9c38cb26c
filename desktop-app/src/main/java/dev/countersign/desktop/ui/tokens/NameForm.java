package dev.countersign.desktop.ui.tokens;

import dev.countersign.desktop.ui.common.SafeTextFlow;
import dev.countersign.desktop.ui.common.Ui;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;

/** Asks what a token is to be called. */
final class NameForm implements ActivityPanel.Form {
  private final TextField name = new TextField();
  private final List<Node> nodes = new ArrayList<>();

  private NameForm(
      String title, String words, Optional<String> message, String verb, TokensViewModel model) {
    name.setId("token-name");
    name.setAccessibleText("Name");
    name.setOnAction(_ -> model.giveName(name.getText()));
    nodes.add(SafeTextFlow.prose(title, "subtitle"));
    nodes.addAll(Forms.message(message));
    nodes.add(Ui.words("Name, 1 to 100 characters", "strong"));
    nodes.add(name);
    nodes.add(Ui.words(words, "small", "muted"));
    Button go = Ui.button(verb, "Enter", () -> model.giveName(name.getText()), "primary");
    go.setId("name-send");
    nodes.add(Forms.buttons(go, Forms.cancel(model, "Cancel")));
  }

  static NameForm fresh(TokenActivity.NameFresh form, TokensViewModel model) {
    return new NameForm(
        "Enrol “" + form.key().name() + "”",
        "Next you are asked for the PIN and a touch of this key, and then for a token that is"
            + " enrolled already and vouches for it: have both attached.",
        form.message(),
        "_Enrol this key",
        model);
  }

  static NameForm again(TokenActivity.NameAgain form, TokensViewModel model) {
    NameForm again =
        new NameForm(
            "Rename “" + form.token().name() + "”",
            "Next an enrolled key or card is asked to confirm it: have it attached.",
            form.message(),
            "_Rename",
            model);
    again.name.setText(form.token().name());
    return again;
  }

  @Override
  public List<Node> nodes() {
    return nodes;
  }

  @Override
  public Node first() {
    return name;
  }
}
