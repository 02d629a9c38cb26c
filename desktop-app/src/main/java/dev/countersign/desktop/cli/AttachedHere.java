package dev.countersign.desktop.cli;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.CardWatcher;
import dev.countersign.bridge.Token;
import dev.countersign.bridge.TokenWatcher;
import dev.countersign.desktop.approval.TokenPort;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The keys of this machine, and its cards once they are needed: their modules take their time. */
final class AttachedHere implements TokenPort, AutoCloseable {
  private final TokenWatcher keys;
  private Optional<CardWatcher> cards = Optional.empty();

  AttachedHere(TokenWatcher keys) {
    this.keys = keys;
  }

  /** Looks for cards from now on; false when the settings cannot be used, which was said. */
  boolean lookForCards(Launchers launchers, Terminal terminal) throws InterruptedException {
    if (cards.isPresent()) {
      return true;
    }
    CardWatcher watcher;
    try {
      watcher = launchers.cards();
    } catch (IOException unusable) {
      terminal.note(unusable.getMessage() + ".");
      return false;
    }
    cards = Optional.of(watcher);
    if (!watcher.awaitFirstLook(CardListing.PATIENCE)) {
      terminal.note("A card module does not answer yet; its cards may be missing.");
    }
    CardListing.troubles(watcher, terminal);
    return true;
  }

  TokenWatcher keys() {
    return keys;
  }

  @Override
  public List<Token> attached() {
    return keys.tokens();
  }

  @Override
  public List<Card> cards() {
    return cards.map(CardWatcher::cards).orElse(List.of());
  }

  @Override
  public void close() {
    cards.ifPresent(CardWatcher::close);
    keys.close();
  }
}
