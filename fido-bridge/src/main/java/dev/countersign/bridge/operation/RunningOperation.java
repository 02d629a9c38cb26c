package dev.countersign.bridge.operation;

import dev.countersign.bridge.Pin;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenOperation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One operation from the call to its outcome. Whoever claims it first, the owner thread or a stop
 * while it still waits in the queue, wipes the PINs.
 */
public final class RunningOperation<T> implements TokenOperation<T>, Runnable {

  /**
   * The owner thread ends an operation at its deadline; this is for one that hangs in the operating
   * system.
   */
  private static final Duration HUNG_AFTER_DEADLINE = Duration.ofSeconds(2);

  private final OperationControl control;
  private final List<Pin> pins;
  private final Supplier<T> task;
  private final Function<TokenFailure, T> asOutcome;
  private final AtomicBoolean claimed = new AtomicBoolean();
  private final CompletableFuture<T> done = new CompletableFuture<>();

  public RunningOperation(
      OperationControl control,
      List<Pin> pins,
      Supplier<T> task,
      Function<TokenFailure, T> asOutcome) {
    this.control = control;
    this.pins = List.copyOf(pins);
    this.task = task;
    this.asOutcome = asOutcome;
    done.completeOnTimeout(
        asOutcome.apply(new TokenFailure.TimedOut()),
        control.untilDeadline().plus(HUNG_AFTER_DEADLINE).toMillis(),
        TimeUnit.MILLISECONDS);
    whenDone(this::wipeUnusedPin);
  }

  @Override
  public CompletableFuture<T> result() {
    return done.copy();
  }

  @Override
  public void cancel() {
    stop(new TokenFailure.Cancelled());
  }

  /**
   * Ends it at once while it waits in the queue; else the owner thread notices between two reports.
   */
  public void stop(TokenFailure why) {
    control.stop(why);
    if (wipeUnusedPin()) {
      done.complete(asOutcome.apply(control.stopped().orElse(why)));
    }
  }

  /** Claims an operation that has not begun, so that it never will; false when it has. */
  private boolean wipeUnusedPin() {
    boolean unused = claimed.compareAndSet(false, true);
    if (unused) {
      pins.forEach(Pin::close);
    }
    return unused;
  }

  public void whenDone(Runnable action) {
    var _ = done.whenComplete((_, _) -> action.run());
  }

  @Override
  public void run() {
    if (!claimed.compareAndSet(false, true)) {
      return;
    }
    try {
      done.complete(work());
    } catch (RuntimeException | Error fault) {
      // A fault of this program, not of the token: whoever waits for the result gets it.
      done.completeExceptionally(fault);
    }
  }

  private T work() {
    try {
      return control.stopped().map(asOutcome).orElseGet(task);
    } finally {
      pins.forEach(Pin::close);
    }
  }
}
