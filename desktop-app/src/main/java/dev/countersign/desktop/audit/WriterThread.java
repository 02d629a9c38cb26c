package dev.countersign.desktop.audit;

import dev.countersign.desktop.audit.AuditFault.Kind;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** The one thread that writes. Callers wait for their own entry, up to the deadline. */
final class WriterThread implements AutoCloseable {
  private static final int MAX_WAITING = 1_024;

  private final Duration deadline;
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(MAX_WAITING),
          Thread.ofPlatform().name("audit-writer").daemon().factory());

  WriterThread(Duration deadline) {
    this.deadline = deadline;
  }

  /**
   * Runs the work on the thread and waits; {@code onFault} answers when there is no result to wait
   * for.
   */
  <T> T run(Callable<T> work, Function<AuditFault, T> onFault) {
    Future<T> result;
    try {
      result = thread.submit(work);
    } catch (RejectedExecutionException closedOrFull) {
      return onFault.apply(
          new AuditFault(Kind.UNAVAILABLE, "The audit log is closed or too busy."));
    }
    try {
      return result.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      // A write that has not begun never will; one under way is left alone and its entry found
      // later.
      result.cancel(false);
      return onFault.apply(
          new AuditFault(
              Kind.TIMED_OUT, "The audit log did not answer in time. Nothing was signed."));
    } catch (InterruptedException interrupted) {
      result.cancel(false);
      Thread.currentThread().interrupt();
      return onFault.apply(
          new AuditFault(Kind.INTERRUPTED, "Waiting for the audit log was interrupted."));
    } catch (ExecutionException bug) {
      throw new IllegalStateException("the audit writer failed unexpectedly", bug.getCause());
    }
  }

  /** Lets what waits finish, up to the deadline. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException interrupted) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
