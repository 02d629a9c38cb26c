package dev.countersign.bridge;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A running operation.
 *
 * @param <T> its outcome
 */
public interface TokenOperation<T> {

  /**
   * The outcome; completes shortly after the request's deadline at the latest. The future is the
   * caller's own copy: completing or cancelling it does not touch the token, {@link #cancel()}
   * does.
   */
  CompletableFuture<T> result();

  /**
   * Stops the operation: the token is told, and the outcome is {@link TokenFailure.Cancelled}
   * unless another one came first. Returns at once; may be called from any thread and any number of
   * times.
   */
  void cancel();

  /**
   * Waits for the outcome on the caller's thread, and cancels the operation when the wait ends
   * without one.
   *
   * @param patience a little more than the request's deadline
   * @param whenSilent the outcome when none came in time
   */
  default T await(Duration patience, T whenSilent) throws InterruptedException {
    try {
      return result().get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException silent) {
      return whenSilent;
    } catch (ExecutionException fault) {
      throw new IllegalStateException("a token operation ended without an outcome", fault);
    } finally {
      cancel();
    }
  }
}
