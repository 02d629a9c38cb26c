package dev.countersign.gateway.store;

import dev.countersign.proof.Bytes;
import java.util.List;
import java.util.Optional;

/** The logs that a witness knows beside those of its own gateway's devices. */
public interface WatchedLogs extends AutoCloseable {
  /**
   * Adds a log.
   *
   * @return false, and nothing changed, if there is one of this origin already
   */
  boolean add(String origin, String key);

  Optional<WatchedLog> log(String origin);

  /** All, by origin. */
  List<WatchedLog> all();

  /**
   * Replaces the head of a log, if it is still the expected one and the log has not forked. Durable
   * when it returns.
   *
   * @return false, and nothing changed, otherwise
   */
  boolean advance(Optional<WatchedLog.Head> expected, WitnessedHead next, Bytes note);

  /**
   * Keeps the proof that a log forked, for good.
   *
   * @return false, and nothing changed, if there is one already
   */
  boolean forked(String origin, String correlationId, Bytes cosigned, Bytes shown);

  @Override
  void close();
}
