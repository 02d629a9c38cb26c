package dev.countersign.desktop.ui.sign;

import dev.countersign.desktop.approval.JourneyState.WaitingForToken;
import dev.countersign.desktop.ui.common.Icon;
import dev.countersign.desktop.ui.common.SafeTextFlow;
import dev.countersign.desktop.ui.common.Ticker;
import dev.countersign.desktop.ui.common.Times;
import dev.countersign.desktop.ui.common.Ui;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** Asks for a token that is not attached. */
final class AttachPanel {
  private AttachPanel() {}

  static VBox of(WaitingForToken state, Ticker ticker) {
    Label call = Ui.words(call(state.want()), "subtitle", "accent");
    call.setId("attach-call");
    Label left = Ui.words("", "small", "muted");
    left.textProperty()
        .bind(
            Bindings.createStringBinding(
                () ->
                    "It goes on by itself once it is there; "
                        + Math.max(0, Times.secondsLeft(ticker.now().get(), state.deadline()))
                        + " s left.",
                ticker.now()));
    VBox text = new VBox(4, call, left);
    text.setMinWidth(0);
    HBox.setHgrow(text, Priority.ALWAYS);
    VBox root = new VBox(10, Ui.row("touch", Icon.KEY.node("icon-large", "accent-icon"), text));
    root.setId("attach-token");
    state
        .why()
        .ifPresent(words ->
            root.getChildren().add(Ui.notice("warning", Icon.CRITICAL, SafeTextFlow.prose(words))));
    return root;
  }

  private static String call(WaitingForToken.Want want) {
    return switch (want) {
      case KEY -> "Plug in your security key";
      case CARD -> "Put in your card";
      case KEY_OR_CARD -> "Put in your card or plug in your security key";
      case MODULES -> "Looking for your card…";
    };
  }
}
