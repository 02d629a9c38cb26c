package dev.countersign.bridge;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Knows which tokens are attached. Closing it ends its thread and those of its tokens. */
public interface TokenWatcher extends AutoCloseable {

  /** The tokens attached now, in the order they came. */
  List<Token> tokens();

  /** Why tokens may be missing from {@link #tokens()}, if anything is wrong. */
  Optional<WatchTrouble> trouble();

  /**
   * Reports every later change, on the watcher's own thread and in order. A listener that throws is
   * logged and stays subscribed. To miss nothing, subscribe first and read {@link #tokens()} then.
   */
  Subscription subscribe(Consumer<TokenChange> listener);

  @Override
  void close();

  /**
   * Ends with {@link #close()}; no change is reported after that returned, save one already under
   * way.
   */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
