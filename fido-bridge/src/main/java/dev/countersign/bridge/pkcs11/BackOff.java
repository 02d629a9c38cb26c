package dev.countersign.bridge.pkcs11;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long a module that failed is left alone before it is started again: longer each time, up to a
 * limit. That it starts and shows its cards proves little, as it may crash at every signature; so
 * what it did is forgotten only once it has signed, or has given no trouble for as long as the
 * longest pause.
 */
final class BackOff {

  private final ModuleTimes times;
  private final LongSupplier nanoTime;
  private Duration next;
  private long forgottenFrom;

  BackOff(ModuleTimes times, LongSupplier nanoTime) {
    this.times = times;
    this.nanoTime = nanoTime;
    this.next = times.firstPause();
    this.forgottenFrom = nanoTime.getAsLong();
  }

  /** It failed: the pause before it is started again. */
  Duration failed() {
    long now = nanoTime.getAsLong();
    if (now - forgottenFrom >= 0) {
      next = times.firstPause();
    }
    Duration pause = next;
    Duration doubled = pause.multipliedBy(2);
    next = doubled.compareTo(times.longestPause()) < 0 ? doubled : times.longestPause();
    forgottenFrom = now + pause.plus(times.longestPause()).toNanos();
    return pause;
  }

  /** It made a signature. */
  void signed() {
    next = times.firstPause();
  }
}
