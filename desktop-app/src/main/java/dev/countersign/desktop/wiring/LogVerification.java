package dev.countersign.desktop.wiring;

import dev.countersign.desktop.approval.Subscription;
import dev.countersign.desktop.audit.AuditFault;
import dev.countersign.desktop.audit.AuditLog;
import dev.countersign.desktop.audit.LogVerdict;
import dev.countersign.desktop.audit.LogVerifier;
import dev.countersign.desktop.audit.VerifierKeys;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies the whole audit log beside the desk: once at start, and whenever somebody asks. What is
 * not intact ends all decisions until the desk is started again.
 */
public final class LogVerification {
  private static final Logger LOG = LoggerFactory.getLogger(LogVerification.class);
  private static final long TELL_NANOS = 100_000_000;

  private final AuditLog log;
  private final LogVerifier verifier;
  private final Executor background;
  private final InstantSource clock;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final AtomicBoolean running = new AtomicBoolean();
  private final AtomicLong lastTold = new AtomicLong();
  private volatile @Nullable Thread runner;
  private volatile State state = new State.NotChecked();

  LogVerification(AuditLog log, VerifierKeys keys, Executor background, InstantSource clock) {
    this.log = log;
    this.verifier = new LogVerifier(keys);
    this.background = background;
    this.clock = clock;
  }

  /** How far it is. */
  public sealed interface State {
    /** Not since the desk started. */
    record NotChecked() implements State {}

    /** Under way. */
    record Checking(long done, long total) implements State {}

    /** Done; since {@code at} only this program's one writer has added to the log. */
    record Checked(LogVerdict verdict, Instant at) implements State {}
  }

  public State state() {
    return state;
  }

  /** Tells changes on any thread; a listener must not block. */
  public Subscription onChange(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Begins a verification, unless one is under way. */
  public void start() {
    if (running.compareAndSet(false, true)) {
      become(new State.Checking(0, log.head().size()));
      background.execute(this::run);
    }
  }

  /** Stops a verification that is under way; the log then counts as not checked. */
  public void stop() {
    Thread running = runner;
    if (running != null) {
      running.interrupt();
    }
  }

  private void run() {
    runner = Thread.currentThread();
    try {
      LogVerdict verdict = verdict();
      if (Thread.currentThread().isInterrupted() && verdict instanceof LogVerdict.Unusable) {
        become(new State.NotChecked()); // somebody stopped it, or the desk is closing
        return;
      }
      judge(verdict);
      become(new State.Checked(verdict, clock.instant()));
    } finally {
      runner = null;
      running.set(false);
    }
  }

  private LogVerdict verdict() {
    try {
      return verifier.verifyOpen(log.path(), this::progress);
    } catch (RuntimeException fault) {
      // Whatever it is, the log was not verified, and nobody else is told of it.
      LOG.error("the verification of the audit log failed", fault);
      return new LogVerdict.Unusable("The audit log could not be verified.");
    }
  }

  private void judge(LogVerdict verdict) {
    switch (verdict) {
      case LogVerdict.Intact _, LogVerdict.Unsealed _ -> {}
      case LogVerdict.Changed _, LogVerdict.Truncated _, LogVerdict.Unusable _ -> {
        log.refuseDecisions(
            new AuditFault(
                AuditFault.Kind.DAMAGED,
                "The audit log does not verify, so nothing can be decided. Keep the file, and run"
                    + " countersign log verify on it."));
        LOG.error("the audit log does not verify (exit {})", verdict.exitCode());
      }
    }
  }

  private void progress(long done, long total) {
    if (state instanceof State.Checking(long before, long _) && done < before) {
      return;
    }
    state = new State.Checking(done, total);
    long now = System.nanoTime();
    long last = lastTold.get();
    if (now - last > TELL_NANOS && lastTold.compareAndSet(last, now)) {
      listeners.forEach(Runnable::run);
    }
  }

  private void become(State next) {
    state = next;
    listeners.forEach(Runnable::run);
  }
}
