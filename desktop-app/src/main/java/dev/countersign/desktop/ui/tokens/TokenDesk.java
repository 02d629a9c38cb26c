package dev.countersign.desktop.ui.tokens;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.Token;
import dev.countersign.bridge.TokenId;
import java.util.List;
import java.util.Optional;

/** What the page reaches beside what it shows. Nothing here blocks. */
public interface TokenDesk {

  /** The security keys attached now. */
  List<Token> keys();

  /** One of them, unless it has gone. */
  default Optional<Token> key(TokenId id) {
    return keys().stream().filter(key -> key.info().id().equals(id)).findFirst();
  }

  /** The smart cards attached now. */
  List<Card> cards();

  /** One of them, unless it has gone. */
  default Optional<Card> card(TokenId id) {
    return cards().stream().filter(card -> card.info().id().equals(id)).findFirst();
  }

  /** Asks a token about itself again, since something about it changed. */
  void lookAgain(TokenId id);

  /** How enrolled tokens are changed; empty when that is not possible from here. */
  Optional<EnrolledTokenChanges> changes();
}
