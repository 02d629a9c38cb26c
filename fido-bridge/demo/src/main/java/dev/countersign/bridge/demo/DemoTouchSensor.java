package dev.countersign.bridge.demo;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Where a demo key waits for its owner. A touch counts only while it waits. */
final class DemoTouchSensor {

  /** How a wait ended. */
  enum Answer {
    TOUCHED,
    DENIED,
    CANCELLED,
    TIMED_OUT
  }

  private static final long KEEPALIVE_MILLIS = 100; // CTAP 2.1 §11.2.9.2.1

  private DemoTouchPolicy policy = DemoTouchPolicy.WHEN_PRESSED;
  private Duration patience = Duration.ofSeconds(30);
  private boolean waiting;

  /** Touched while nothing waited; only U2F looks at it. */
  private boolean pressed;

  private Optional<Answer> answer = Optional.empty();

  synchronized void policy(DemoTouchPolicy newPolicy) {
    policy = newPolicy;
  }

  synchronized void patience(Duration newPatience) {
    patience = newPatience;
  }

  synchronized boolean waiting() {
    return waiting;
  }

  /** Whether it is touched at this moment, for U2F, which does not wait; used up by asking. */
  synchronized boolean takeTouch() {
    boolean touched = policy == DemoTouchPolicy.AUTOMATIC || pressed;
    pressed = false;
    return touched;
  }

  /** Before a command: forgets what was answered to the last one. */
  synchronized void begin() {
    answer = Optional.empty();
  }

  /** Ends the wait, if there is one. */
  synchronized void press(Answer given) {
    if (waiting) {
      end(given);
    } else {
      pressed = given == Answer.TOUCHED;
    }
  }

  /** Ends the wait of the running command, also one that has not begun yet. */
  synchronized void cancel() {
    end(Answer.CANCELLED);
  }

  private void end(Answer given) {
    if (answer.isEmpty()) {
      answer = Optional.of(given);
      notifyAll();
    }
  }

  /**
   * Waits for an answer.
   *
   * @param keepalive run at once and every 100 ms; without this sensor's lock, since it takes
   *     others
   */
  Answer await(Runnable keepalive) throws InterruptedException {
    long end = startWaiting();
    try {
      Optional<Answer> given = Optional.empty();
      while (given.isEmpty() && System.nanoTime() < end) {
        keepalive.run();
        given = awaitAnswer();
      }
      return given.orElse(Answer.TIMED_OUT);
    } finally {
      stopWaiting();
    }
  }

  /** When patience ends, by {@link System#nanoTime()}. */
  private synchronized long startWaiting() {
    waiting = true;
    switch (policy) {
      case AUTOMATIC -> end(Answer.TOUCHED);
      case DENY -> end(Answer.DENIED);
      case WHEN_PRESSED -> {}
    }
    return System.nanoTime() + patience.toNanos();
  }

  private synchronized Optional<Answer> awaitAnswer() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(KEEPALIVE_MILLIS);
    for (long left = end - System.nanoTime();
        answer.isEmpty() && left > 0;
        left = end - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return answer;
  }

  private synchronized void stopWaiting() {
    waiting = false;
  }
}
