package dev.countersign.desktop.approval;

import dev.countersign.bridge.TokenOperation;
import dev.countersign.bridge.TokenProgress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Carries the one progress that wants the approver's hand over to the journey's thread, which alone
 * changes its state.
 */
final class OperationProgress {
  /** The bridge ends an operation shortly after its deadline; this much later we give up on it. */
  private static final Duration BRIDGE_GRACE = Duration.ofSeconds(5);

  private final Control control;
  private final TokenProgress wanted;
  private final JourneyState state;
  private final CompletableFuture<Void> seen = new CompletableFuture<>();

  /**
   * For one operation.
   *
   * @param state entered once {@code wanted} is reported
   */
  OperationProgress(Control control, TokenProgress wanted, JourneyState state) {
    this.control = control;
    this.wanted = wanted;
    this.state = state;
  }

  void reported(TokenProgress progress) {
    if (progress == wanted) {
      seen.complete(null);
    }
  }

  <T> T await(TokenOperation<T> operation, Duration patience, T whenSilent)
      throws InterruptedException {
    long end = System.nanoTime() + patience.plus(BRIDGE_GRACE).toNanos();
    try {
      CompletableFuture.anyOf(seen, operation.result())
          .get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (seen.isDone() && !operation.result().isDone()) {
        control.enter(state);
      }
      return operation.result().get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException silent) {
      return whenSilent;
    } catch (ExecutionException fault) {
      throw new IllegalStateException("a token operation ended without an outcome", fault);
    } finally {
      operation.cancel();
    }
  }
}
