package dev.countersign.gateway.store;

import java.util.List;

/** The record of attempts; it only grows. */
public interface AttemptStore {
  /** An attempt as recorded; {@code at} is Unix seconds. */
  record Recorded(long seq, long at, Attempt attempt) {}

  void record(Attempt attempt);

  /** Attempts after a sequence number, oldest first, at most {@code limit}. */
  List<Recorded> read(long after, int limit);
}
