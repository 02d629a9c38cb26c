package dev.countersign.bridge.operation;

import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenProgress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether an operation must stop and why, and where its progress goes. The first reason to stop
 * stays.
 */
public final class OperationControl {

  private static final Logger LOG = LoggerFactory.getLogger(OperationControl.class);

  private final long deadlineNanos;
  private final Consumer<TokenProgress> listener;
  private final AtomicReference<@Nullable TokenFailure> stopped = new AtomicReference<>();

  /** Owner thread only. */
  private @Nullable TokenProgress lastReported;

  private boolean listenerFailed;

  public OperationControl(Duration deadline, Consumer<TokenProgress> listener) {
    this.deadlineNanos = System.nanoTime() + deadline.toNanos();
    this.listener = listener;
  }

  /** How long there is left; negative when the deadline has passed. */
  public Duration untilDeadline() {
    return Duration.ofNanos(deadlineNanos - System.nanoTime());
  }

  public void stop(TokenFailure why) {
    stopped.compareAndSet(null, why);
  }

  /** Also notices a deadline that has passed. */
  public Optional<TokenFailure> stopped() {
    if (System.nanoTime() - deadlineNanos >= 0) {
      stop(new TokenFailure.TimedOut());
    }
    return Optional.ofNullable(stopped.get());
  }

  /** Tells the listener, unless that is what it heard last. */
  public void report(TokenProgress progress) {
    if (progress == lastReported || listenerFailed) {
      return;
    }
    lastReported = progress;
    try {
      listener.accept(progress);
    } catch (RuntimeException fault) {
      // A fault in what draws the progress must not leave the token waiting.
      listenerFailed = true;
      LOG.error("a listener for token progress failed and is not called again", fault);
    }
  }
}
