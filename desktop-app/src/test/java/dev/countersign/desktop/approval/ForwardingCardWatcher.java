package dev.countersign.desktop.approval;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.CardChange;
import dev.countersign.bridge.CardWatcher;
import dev.countersign.bridge.ModuleTrouble;
import dev.countersign.bridge.TokenWatcher;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Another watcher, but for what a test changes. */
public interface ForwardingCardWatcher extends CardWatcher {
  CardWatcher watcher();

  @Override
  default List<Card> cards() {
    return watcher().cards();
  }

  @Override
  default List<ModuleTrouble> troubles() {
    return watcher().troubles();
  }

  @Override
  default TokenWatcher.Subscription subscribe(Consumer<CardChange> listener) {
    return watcher().subscribe(listener);
  }

  @Override
  default boolean stillLooking() {
    return watcher().stillLooking();
  }

  @Override
  default boolean awaitFirstLook(Duration patience) throws InterruptedException {
    return watcher().awaitFirstLook(patience);
  }

  @Override
  default void close() {
    watcher().close();
  }
}
