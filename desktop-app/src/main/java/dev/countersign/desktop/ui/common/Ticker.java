package dev.countersign.desktop.ui.common;

import java.time.Instant;
import java.time.InstantSource;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.util.Duration;

/** The time as the window shows it: read from the clock a few times a second on the FX thread. */
public final class Ticker implements AutoCloseable {
  private static final Duration STEP = Duration.millis(250);

  private final InstantSource clock;
  private final ReadOnlyObjectWrapper<Instant> now;
  private final Timeline timeline;

  /** Stands still until {@link #start()}. */
  public Ticker(InstantSource clock) {
    this.clock = clock;
    this.now = new ReadOnlyObjectWrapper<>(clock.instant());
    this.timeline = new Timeline(new KeyFrame(STEP, _ -> tick()));
    timeline.setCycleCount(Animation.INDEFINITE);
  }

  public void start() {
    timeline.play();
  }

  /** Reads the clock now. */
  public void tick() {
    now.set(clock.instant());
  }

  public ReadOnlyObjectProperty<Instant> now() {
    return now.getReadOnlyProperty();
  }

  @Override
  public void close() {
    timeline.stop();
  }
}
