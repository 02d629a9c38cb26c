package dev.countersign.desktop.ui.sign;

import dev.countersign.desktop.approval.JourneyState.WaitingForTouch;
import dev.countersign.desktop.ui.common.Icon;
import dev.countersign.desktop.ui.common.SafeTextFlow;
import dev.countersign.desktop.ui.common.Ticker;
import dev.countersign.desktop.ui.common.Times;
import dev.countersign.desktop.ui.common.Ui;
import java.util.Optional;
import javafx.animation.Animation;
import javafx.animation.FadeTransition;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableBooleanValue;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

/** Says that the key waits for the hand, and for how long. The only place where anything moves. */
final class TouchPanel {
  private final VBox root = new VBox(10);
  private final FadeTransition pulse;

  TouchPanel(
      WaitingForTouch state,
      Ticker ticker,
      Optional<DemoKey> demo,
      ObservableBooleanValue reducedMotion) {
    Label call = Ui.words("", "subtitle", "accent");
    call.setId("touch-call");
    call.textProperty()
        .bind(Bindings.createStringBinding(() -> words(state, ticker), ticker.now()));
    Region icon = Icon.TOUCH.node("icon-large", "accent-icon");
    VBox text = new VBox(2, call, SafeTextFlow.prose(state.tokenName(), "muted"));
    HBox.setHgrow(text, Priority.ALWAYS);
    root.getChildren().add(Ui.row("touch", icon, text));
    if (state.touchNow()) {
      demo.ifPresent(key -> root.getChildren().add(DemoNotes.touch(key)));
    }
    pulse = new FadeTransition(Duration.millis(900), icon);
    pulse.setFromValue(1);
    pulse.setToValue(0.35);
    pulse.setAutoReverse(true);
    pulse.setCycleCount(Animation.INDEFINITE);
    if (state.touchNow() && !reducedMotion.get()) {
      pulse.play();
    }
  }

  VBox root() {
    return root;
  }

  void stop() {
    pulse.stop();
  }

  private static String words(WaitingForTouch state, Ticker ticker) {
    long left = Math.max(0, Times.secondsLeft(ticker.now().get(), state.deadline()));
    return state.touchNow()
        ? "Touch your key now — " + left + " s"
        : "Your key is at work — " + left + " s";
  }
}
