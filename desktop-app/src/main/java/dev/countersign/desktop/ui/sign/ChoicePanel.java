package dev.countersign.desktop.ui.sign;

import dev.countersign.desktop.approval.CardLeftOut;
import dev.countersign.desktop.approval.CardShown;
import dev.countersign.desktop.approval.JourneyState.ChooseToken;
import dev.countersign.desktop.ui.common.SafeText;
import dev.countersign.desktop.ui.common.SafeTextFlow;
import dev.countersign.desktop.ui.common.Ticker;
import dev.countersign.desktop.ui.common.Times;
import dev.countersign.desktop.ui.common.Ui;
import java.util.function.IntConsumer;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** Asks which of the attached cards and keys is to be used. */
public final class ChoicePanel {
  private final VBox root = new VBox(9);
  private Node first = root;

  /**
   * Asks.
   *
   * @param question our own words
   * @param take told the index of the choice
   */
  public ChoicePanel(String question, ChooseToken state, Ticker ticker, IntConsumer take) {
    root.setId("choose-token");
    root.getChildren().add(Ui.words(question, "strong"));
    for (int i = 0; i < state.cards().size(); i++) {
      root.getChildren().add(card(state.cards().get(i), i, take));
    }
    if (state.keys() > 0) {
      int index = state.cards().size();
      String words = state.keys() == 1 ? "The security _key" : "A security _key: touch the one";
      root.getChildren().add(button(words, index, take));
    }
    state.leftOut().forEach(each -> root.getChildren().add(leftOut(each)));
    Label left = Ui.words("", "small", "muted");
    left.textProperty()
        .bind(
            Bindings.createStringBinding(
                () ->
                    "Waiting for your choice, "
                        + Math.max(0, Times.secondsLeft(ticker.now().get(), state.deadline()))
                        + " s left.",
                ticker.now()));
    root.getChildren().add(left);
  }

  public VBox root() {
    return root;
  }

  /** Where the keyboard begins: on the first choice. */
  public Node first() {
    return first;
  }

  private static Node leftOut(CardLeftOut out) {
    VBox told = CardPanel.text(out.card());
    told.setId("left-out");
    told.getChildren().add(SafeTextFlow.prose("It cannot be chosen. " + out.reason(), "muted"));
    return told;
  }

  // What is written on a card never becomes a button's text: it could carry a mnemonic or be cut.
  private HBox card(CardShown shown, int index, IntConsumer take) {
    HBox facts = CardPanel.facts(shown);
    HBox.setHgrow(facts, Priority.ALWAYS);
    Button button = button("Card _" + (index + 1), index, take);
    button.setAccessibleText("Card " + (index + 1) + ": " + SafeText.flat(shown.name()));
    return new HBox(10, facts, button);
  }

  private Button button(String words, int index, IntConsumer take) {
    Button button = Ui.button(words, "", () -> take.accept(index), "primary");
    button.setId("choose-" + index);
    first = index == 0 ? button : first;
    return button;
  }
}
