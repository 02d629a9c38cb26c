package dev.countersign.gateway.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits for one reader of the live feed: bounded by bytes, and watched by time while a write
 * to it is under way. Times are {@link System#nanoTime()}, because a stalled write is real time.
 */
final class FeedReader {
  /** One event as it will be written, with its place in the sequence. */
  record Frame(long seq, String text) {}

  private final FeedSettings settings;
  private final Runnable disconnect;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Frame> waiting = new ArrayDeque<>();
  private int waitingBytes;
  private boolean closed;
  private boolean writing;
  private long writingSince;

  /**
   * A reader.
   *
   * @param disconnect breaks the connection, also while a write to it is blocked
   */
  FeedReader(FeedSettings settings, Runnable disconnect) {
    this.settings = settings;
    this.disconnect = disconnect;
  }

  /** Queues a frame; a reader that has too much waiting is evicted and will resume. */
  void offer(Frame frame) {
    lock.lock();
    try {
      waiting.add(frame);
      waitingBytes += frame.text().length();
      if (waitingBytes <= settings.maxQueuedBytes()) {
        changed.signalAll();
        return;
      }
    } finally {
      lock.unlock();
    }
    evict();
  }

  /** Evicts the reader if the write under way has taken too long. */
  void evictIfStalled(long now) {
    boolean stalled;
    lock.lock();
    try {
      stalled = writing && now - writingSince > settings.maxWrite().toNanos();
    } finally {
      lock.unlock();
    }
    if (stalled) {
      evict();
    }
  }

  /** Ends the reader and breaks its connection, unless its stream is over already. */
  void evict() {
    if (end()) {
      disconnect.run();
    }
  }

  /** Ends the reader; what waits is dropped. */
  void close() {
    end();
  }

  /** Whether this call ended it: the connection behind an ended stream may serve another call. */
  private boolean end() {
    lock.lock();
    try {
      boolean ended = !closed;
      closed = true;
      waiting.clear();
      changed.signalAll();
      return ended;
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Everything that waits after {@code after}, or nothing when the time is over. */
  String take(long after, Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      long left = atMost.toNanos();
      while (waiting.isEmpty() && !closed && left > 0) {
        left = changed.awaitNanos(left);
      }
      StringBuilder text = new StringBuilder();
      for (Frame frame : waiting) {
        if (frame.seq() > after) {
          text.append(frame.text());
        }
      }
      waiting.clear();
      waitingBytes = 0;
      return text.toString();
    } finally {
      lock.unlock();
    }
  }

  /** Marks that a write to the reader begins or is over. */
  void writing(boolean under) {
    lock.lock();
    try {
      writing = under;
      writingSince = System.nanoTime();
    } finally {
      lock.unlock();
    }
  }

  /** How often stalled readers are looked for. */
  static long watchMillis(FeedSettings settings) {
    return Math.clamp(TimeUnit.NANOSECONDS.toMillis(settings.maxWrite().toNanos()) / 4, 10, 1000);
  }
}
