package dev.countersign.desktop.ui.sign;

import dev.countersign.desktop.approval.CardShown;
import dev.countersign.desktop.approval.JourneyState.CardAtWork;
import dev.countersign.desktop.ui.common.Icon;
import dev.countersign.desktop.ui.common.SafeTextFlow;
import dev.countersign.desktop.ui.common.Ticker;
import dev.countersign.desktop.ui.common.Times;
import dev.countersign.desktop.ui.common.Ui;
import java.util.function.LongFunction;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** A card on screen: which one it is, and what it does. */
public final class CardPanel {
  private CardPanel() {}

  /** Which card it is. All but its name is text from outside, shown as such. */
  public static HBox facts(CardShown card) {
    VBox text = text(card);
    HBox row = Ui.row("touch", Icon.KEY.node("icon-large", "accent-icon"), text);
    row.setId("card");
    return row;
  }

  /** The same in words alone. */
  static VBox text(CardShown card) {
    String reader = card.reader().isEmpty() ? "" : card.reader() + " · ";
    VBox text =
        new VBox(
            2,
            SafeTextFlow.prose(card.name(), "subtitle"),
            SafeTextFlow.prose(card.subject()),
            SafeTextFlow.prose(reader + "module " + card.module(), "small", "muted"));
    text.setMinWidth(0);
    HBox.setHgrow(text, Priority.ALWAYS);
    return text;
  }

  /** The card signs, or its reader waits for the PIN. */
  static VBox atWork(CardAtWork state, Ticker ticker) {
    boolean here = state.atTheReader().isEmpty();
    Label call = Ui.words("", "subtitle", "accent");
    call.setId("card-call");
    call.textProperty()
        .bind(
            counting(
                ticker,
                state,
                left ->
                    here
                        ? "Your card is at work — " + left + " s. Leave it in the reader."
                        : "Enter the PIN on the reader now — " + left + " s"));
    VBox root = new VBox(10, call);
    state
        .atTheReader()
        .ifPresent(words ->
            root.getChildren().add(Ui.notice("warning", Icon.CRITICAL, SafeTextFlow.prose(words))));
    root.getChildren().add(facts(state.card()));
    return root;
  }

  private static StringBinding counting(
      Ticker ticker, CardAtWork state, LongFunction<String> words) {
    return Bindings.createStringBinding(
        () -> words.apply(Math.max(0, Times.secondsLeft(ticker.now().get(), state.deadline()))),
        ticker.now());
  }
}
