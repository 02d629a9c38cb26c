package dev.countersign.desktop.ui.review;

import dev.countersign.desktop.ui.common.Ui;
import java.util.function.Consumer;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;

/** Where the approver types the four words that the requester's side shows. */
final class PhraseRow {
  private final Label state = Ui.words("", "small", "muted");
  private final VBox root;

  PhraseRow(Consumer<String> typed) {
    TextField field = new TextField();
    field.setId("phrase");
    field.setPromptText("four words, as the requester reads them to you");
    field.getStyleClass().add("mono");
    Label label = Ui.words("_Phrase shown to the requester", "strong");
    label.setMnemonicParsing(true);
    label.setLabelFor(field);
    field.textProperty().subscribe(typed);
    root = new VBox(4, new javafx.scene.layout.FlowPane(10, 0, label, state), field);
  }

  VBox root() {
    return root;
  }

  void show(boolean matches) {
    state.setText(matches ? "✓ matches this request" : "it differs if the request was exchanged");
    state.getStyleClass().setAll("label", "t", "small", matches ? "ok" : "muted");
  }
}
