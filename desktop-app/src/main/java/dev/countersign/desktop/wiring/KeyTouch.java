package dev.countersign.desktop.wiring;

import dev.countersign.bridge.Token;
import dev.countersign.bridge.TokenOperation;
import dev.countersign.bridge.TouchOutcome;
import dev.countersign.desktop.approval.TokenPort;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * Asks for the touch of the one key that is attached, so that nothing leaves this device without a
 * hand at it. It proves that somebody is there, not who.
 */
final class KeyTouch {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long LOOK_MILLIS = 200;

  private final TokenPort tokens;

  KeyTouch(TokenPort tokens) {
    this.tokens = tokens;
  }

  /**
   * Waits for the touch.
   *
   * @return why there was none; empty when the key was touched
   */
  Optional<String> await(BooleanSupplier cancelled) {
    List<Token> attached = tokens.attached();
    if (attached.size() != 1) {
      return Optional.of("Plug in exactly one key to touch; " + attached.size() + " are attached.");
    }
    TokenOperation<TouchOutcome> operation =
        attached.getFirst().awaitTouch(PATIENCE, progress -> {});
    try {
      return outcome(operation, cancelled);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      return Optional.of("The desk is closing.");
    } catch (ExecutionException fault) {
      throw new IllegalStateException("a token operation ended without an outcome", fault);
    } finally {
      operation.cancel();
    }
  }

  private static Optional<String> outcome(
      TokenOperation<TouchOutcome> operation, BooleanSupplier cancelled)
      throws InterruptedException, ExecutionException {
    long end = System.nanoTime() + PATIENCE.plusSeconds(5).toNanos();
    while (System.nanoTime() < end && !cancelled.getAsBoolean()) {
      try {
        return operation.result().get(LOOK_MILLIS, TimeUnit.MILLISECONDS)
                instanceof TouchOutcome.Touched
            ? Optional.empty()
            : Optional.of("The key was not touched in time, or cannot be used.");
      } catch (TimeoutException notYet) {
        // Looks again, whether it is still wanted.
      }
    }
    return Optional.of("The key was not touched. Nothing was exported.");
  }
}
