package dev.countersign.desktop.ui.sign;

import dev.countersign.desktop.approval.JourneyState.NeedsPin;
import dev.countersign.desktop.ui.common.Icon;
import dev.countersign.desktop.ui.common.PinText;
import dev.countersign.desktop.ui.common.SafeTextFlow;
import dev.countersign.desktop.ui.common.Ticker;
import dev.countersign.desktop.ui.common.Times;
import dev.countersign.desktop.ui.common.Ui;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** Asks for the PIN of the key or card. */
final class PinPanel {
  private final PasswordField field = new PasswordField();
  private final VBox root = new VBox(9);

  PinPanel(NeedsPin state, Ticker ticker, Optional<DemoKey> demo, Consumer<char[]> take) {
    field.setId("pin");
    field.setOnAction(_ -> give(take));
    HBox.setHgrow(field, Priority.ALWAYS);
    String token = state.card().isPresent() ? "card" : "key";
    state.card().ifPresent(card -> root.getChildren().add(CardPanel.facts(card)));
    Label label = Ui.words("_PIN of your " + token, "strong");
    label.setMnemonicParsing(true);
    label.setLabelFor(field);
    state
        .message()
        .ifPresent(message ->
            root.getChildren()
                .add(
                    Ui.notice(
                        "warning", Icon.CRITICAL, SafeTextFlow.prose(tries(message, state)))));
    HBox entry = new HBox(10, field, Ui.button("_Continue", "Enter", () -> give(take), "primary"));
    entry.setAlignment(Pos.CENTER_LEFT);
    Label left = Ui.words("", "small", "muted");
    left.textProperty()
        .bind(
            Bindings.createStringBinding(
                () ->
                    "Waiting for the PIN, "
                        + Math.max(0, Times.secondsLeft(ticker.now().get(), state.deadline()))
                        + " s left. It goes to the "
                        + token
                        + " and nowhere else.",
                ticker.now()));
    root.getChildren().addAll(label, entry, left);
    demo.ifPresent(held -> root.getChildren().add(DemoNotes.pin(held, token)));
  }

  VBox root() {
    return root;
  }

  void focus() {
    field.requestFocus();
  }

  private void give(Consumer<char[]> take) {
    if (!field.getCharacters().isEmpty()) {
      take.accept(PinText.take(field));
    }
  }

  private static String tries(String message, NeedsPin state) {
    if (state.triesLeft().isEmpty()) {
      return message;
    }
    int left = state.triesLeft().getAsInt();
    return message
        + (left == 1
            ? " This is the last try before the key locks."
            : " " + left + " tries are left before it locks.");
  }
}
