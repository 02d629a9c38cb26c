package dev.countersign.bridge;

import java.util.concurrent.CompletableFuture;

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
}
