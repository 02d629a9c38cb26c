package dev.countersign.bridge;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Knows which cards are there, and which modules do not work. Closing it ends its threads and the
 * modules' processes.
 */
public interface CardWatcher extends AutoCloseable {

  /** The cards there now, in the order they came. */
  List<Card> cards();

  /** Why cards may be missing from {@link #cards()}; at most one a module. */
  List<ModuleTrouble> troubles();

  /**
   * Reports every later change, on a thread of the watcher and in order. A listener that throws is
   * logged and stays subscribed. To miss nothing, subscribe first and read {@link #cards()} then.
   */
  TokenWatcher.Subscription subscribe(Consumer<CardChange> listener);

  /** Whether a module has neither told of its cards yet nor failed. */
  boolean stillLooking();

  /**
   * Waits until every module has looked for cards once, or has failed.
   *
   * @return false when the time was over before
   */
  boolean awaitFirstLook(Duration patience) throws InterruptedException;

  @Override
  void close();
}
