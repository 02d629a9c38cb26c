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
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** The one thread that writes. Callers wait for their own entry, up to the deadline. */
final class WriterThread implements AutoCloseable {
  private static final int MAX_WAITING = 1_024;

  private static final long IDLE = 0;

  private final Duration deadline;
  private final AtomicLong busySince = new AtomicLong(IDLE); // System.nanoTime, never 0
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
    if (isStuck()) {
      // Whoever comes after a write that hangs need not wait as long as the first one did.
      return onFault.apply(late());
    }
    Future<T> result;
    try {
      result = thread.submit(() -> timed(work));
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
      return onFault.apply(late());
    } catch (InterruptedException interrupted) {
      result.cancel(false);
      Thread.currentThread().interrupt();
      return onFault.apply(
          new AuditFault(Kind.INTERRUPTED, "Waiting for the audit log was interrupted."));
    } catch (ExecutionException bug) {
      throw new IllegalStateException("the audit writer failed unexpectedly", bug.getCause());
    }
  }

  private <T> T timed(Callable<T> work) throws Exception {
    busySince.set(System.nanoTime() | 1);
    try {
      return work.call();
    } finally {
      busySince.set(IDLE);
    }
  }

  /** Whether the write under way has been so for longer than anybody waits. */
  private boolean isStuck() {
    long since = busySince.get();
    return since != IDLE && System.nanoTime() - since > deadline.toNanos();
  }

  private static AuditFault late() {
    return new AuditFault(
        Kind.TIMED_OUT, "The audit log's disk did not answer in time. Nothing was signed.");
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
