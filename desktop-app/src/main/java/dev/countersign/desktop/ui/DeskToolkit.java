package dev.countersign.desktop.ui;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javafx.application.Platform;

/** Starts JavaFX once and runs things on its thread, for callers that know nothing of JavaFX. */
public final class DeskToolkit {
  private static final long PATIENCE_SECONDS = 30;

  private DeskToolkit() {}

  /**
   * Starts JavaFX if it is not running; windows that close do not end it.
   *
   * @throws ToolkitMissingException if there is no display or a system library is missing
   */
  public static void start() throws ToolkitMissingException {
    CompletableFuture<Void> started = new CompletableFuture<>();
    try {
      Platform.startup(() -> started.complete(null));
      Platform.setImplicitExit(false);
      started.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (IllegalStateException running) {
      return; // JavaFX says so when it was started before
    } catch (UnsupportedOperationException | UnsatisfiedLinkError missing) {
      throw new ToolkitMissingException(missing);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new ToolkitMissingException(stopped);
    } catch (ExecutionException | TimeoutException silent) {
      throw new ToolkitMissingException(silent);
    }
  }

  /** Starts JavaFX on its own platform without a display, drawing in software. */
  public static void startHeadless() throws ToolkitMissingException {
    System.setProperty("glass.platform", "Headless");
    System.setProperty("prism.order", "sw");
    start();
  }

  /** JavaFX cannot run here. */
  public static final class ToolkitMissingException extends Exception {
    private static final long serialVersionUID = 1L;

    ToolkitMissingException(Throwable cause) {
      super(
          "The window cannot be opened: there is no display, or a system library is missing.",
          cause);
    }
  }

  /** Runs on the JavaFX thread and waits for the answer. Not to be called on that thread. */
  public static <T> T call(Supplier<T> work) throws InterruptedException {
    CompletableFuture<T> answer = new CompletableFuture<>();
    Platform.runLater(() -> {
      try {
        answer.complete(work.get());
      } catch (RuntimeException | Error failed) {
        answer.completeExceptionally(failed);
      }
    });
    try {
      return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      throw new IllegalStateException("the window failed", failed.getCause());
    } catch (TimeoutException stuck) {
      throw new IllegalStateException("the window does not answer", stuck);
    }
  }

  /** Ends JavaFX for good. */
  public static void stop() {
    Platform.exit();
  }
}
