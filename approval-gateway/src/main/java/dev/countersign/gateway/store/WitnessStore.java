package dev.countersign.gateway.store;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The witnessed log heads, and the alarms about logs that did not extend theirs. */
public interface WitnessStore {
  Optional<WitnessedHead> head(String deviceJkt);

  /** When the head became the witnessed one, in Unix seconds; empty before the first. */
  OptionalLong since(String deviceJkt);

  /**
   * Replaces the head, if it is still the expected one.
   *
   * @return false, and nothing changed, if it is not
   */
  boolean advance(String deviceJkt, Optional<WitnessedHead> expected, WitnessedHead next);

  /**
   * Suspends the device, keeps the alarm and tells the feed, in one transaction. The alarm's time
   * is the store's.
   *
   * @return false, and nothing changed, if the device is not active any more
   */
  boolean suspend(Alarm alarm);

  /** All alarms, oldest first; {@code device} is as it is now. */
  List<Alarm> alarms();
}
