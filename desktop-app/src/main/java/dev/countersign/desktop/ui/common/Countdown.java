package dev.countersign.desktop.ui.common;

import java.time.Instant;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Label;

/** A label that counts down to an instant. */
public final class Countdown {
  private static final long LOW_SECONDS = 60;

  private Countdown() {}

  /** {@code mm:ss}, in the danger colour during the last minute. */
  public static Label until(Instant then, Ticker ticker) {
    Label label = Ui.tag("", "time-left");
    label
        .textProperty()
        .bind(
            Bindings.createStringBinding(() -> Times.left(ticker.now().get(), then), ticker.now()));
    label.getStyleClass().remove("t");
    Runnable colour =
        () -> {
          boolean low = Times.secondsLeft(ticker.now().get(), then) < LOW_SECONDS;
          if (low != label.getStyleClass().contains("low")) {
            if (low) {
              label.getStyleClass().add("low");
            } else {
              label.getStyleClass().remove("low");
            }
          }
        };
    label.textProperty().subscribe(_ -> colour.run());
    return label;
  }
}
