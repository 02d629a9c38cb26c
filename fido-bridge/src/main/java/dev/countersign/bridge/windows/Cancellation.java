package dev.countersign.bridge.windows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Stops one call of the API from another thread. Windows forgets a cancel that comes before the
 * call has begun, so it is repeated until the call has ended.
 */
final class Cancellation implements AutoCloseable {

  private static final Duration AGAIN_AFTER = Duration.ofMillis(100);
  private static final int MOST_TIMES = 100;

  private final WebAuthnApi api;

  /** Freed when nobody refers to it: Windows may look at it for as long as the call runs. */
  private final MemorySegment guid = Arena.ofAuto().allocate(Structures.GUID);

  private final AtomicBoolean asked = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean begun;

  Cancellation(WebAuthnApi api) {
    this.api = api;
  }

  /** Draws the id for a call; without one, nothing can be cancelled. */
  MemorySegment begin() {
    if (api.cancellationId(guid) != HResults.OK) {
      return MemorySegment.NULL;
    }
    begun = true;
    return guid;
  }

  /** Returns at once; may be called any number of times, and does nothing when no call runs. */
  void request() {
    if (ended.getCount() > 0 && asked.compareAndSet(false, true)) {
      Thread.ofPlatform().daemon().name("windows-cancel").start(this::keepAsking);
    }
  }

  private void keepAsking() {
    try {
      for (int i = 0; i < MOST_TIMES && ended.getCount() > 0; i++) {
        if (begun) {
          api.cancel(guid);
        }
        if (ended.await(AGAIN_AFTER.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /** The operation will not begin any more, if it has not. */
  void closeUnlessBegun() {
    if (!begun) {
      close();
    }
  }

  /** The call has ended. */
  @Override
  public void close() {
    ended.countDown();
  }
}
