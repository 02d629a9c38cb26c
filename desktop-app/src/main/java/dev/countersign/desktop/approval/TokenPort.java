package dev.countersign.desktop.approval;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.CardWatcher;
import dev.countersign.bridge.ModuleTrouble;
import dev.countersign.bridge.Token;
import dev.countersign.bridge.TokenWatcher;
import java.util.List;

/** Knows what is attached; {@code TokenWatcher::tokens} is one for security keys alone. */
@FunctionalInterface
public interface TokenPort {
  /** The security keys. */
  List<Token> attached();

  /** The smart cards. */
  default List<Card> cards() {
    return List.of();
  }

  /** Whether a module that was started has not told of its cards yet. */
  default boolean stillLooking() {
    return false;
  }

  /** Why cards may be missing: modules that do not work now. */
  default List<ModuleTrouble> troubles() {
    return List.of();
  }

  /** Keys and cards of this machine. */
  static TokenPort of(TokenWatcher keys, CardWatcher cards) {
    return new TokenPort() {
      @Override
      public List<Token> attached() {
        return keys.tokens();
      }

      @Override
      public List<Card> cards() {
        return cards.cards();
      }

      @Override
      public boolean stillLooking() {
        return cards.stillLooking();
      }

      @Override
      public List<ModuleTrouble> troubles() {
        return cards.troubles();
      }
    };
  }
}
