package dev.countersign.desktop.ui.common;

import dev.countersign.desktop.approval.Subscription;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest snapshot of a {@link LiveSource}, for the FX thread. Reading happens on the executor;
 * the properties change on the FX thread only. A read that fails is told, not hidden.
 */
public final class LiveValue<T> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveValue.class);

  private final LiveSource<T> source;
  private final Executor background;
  private final ReadOnlyObjectWrapper<Optional<T>> value =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyObjectWrapper<Optional<String>> failure =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final AtomicLong begun = new AtomicLong();
  private final Subscription subscription;
  private long shown;

  /** Begins to read at once. */
  public LiveValue(LiveSource<T> source, Executor background) {
    this.source = source;
    this.background = background;
    this.subscription = source.onChange(this::refresh);
    refresh();
  }

  /** Reads again; may be called on any thread. */
  public void refresh() {
    try {
      background.execute(this::read);
    } catch (RejectedExecutionException closed) {
      // Nobody reads for a desk that is closed; a late hint must not fail in its timer.
    }
  }

  /** Empty until the first read is done. */
  public ReadOnlyObjectProperty<Optional<T>> value() {
    return value.getReadOnlyProperty();
  }

  /** Why the newest read failed, if it did. */
  public ReadOnlyObjectProperty<Optional<String>> failure() {
    return failure.getReadOnlyProperty();
  }

  /** Calls back now, if there is a value, and on every new one. */
  public void each(Consumer<T> consumer) {
    value.subscribe(newest -> newest.ifPresent(consumer));
  }

  private void read() {
    long mine = begun.incrementAndGet();
    try {
      T newest = source.load();
      show(
          mine,
          () -> {
            failure.set(Optional.empty());
            value.set(Optional.of(newest));
          });
    } catch (RuntimeException unreadable) {
      LOG.warn("what a page shows could not be read", unreadable);
      String why = Optional.ofNullable(unreadable.getMessage()).orElse(unreadable.toString());
      show(mine, () -> failure.set(Optional.of(why)));
    }
  }

  // Reads may overtake each other: what began earlier knows less and must not come last.
  private void show(long mine, Runnable news) {
    Platform.runLater(() -> {
      if (mine > shown) {
        shown = mine;
        news.run();
      }
    });
  }

  @Override
  public void close() {
    subscription.close();
  }
}
