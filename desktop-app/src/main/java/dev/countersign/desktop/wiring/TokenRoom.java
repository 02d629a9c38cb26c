package dev.countersign.desktop.wiring;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.Token;
import dev.countersign.bridge.TokenId;
import dev.countersign.desktop.ui.tokens.EnrolledTokenChanges;
import dev.countersign.desktop.ui.tokens.TokenDesk;
import java.util.List;
import java.util.Optional;

/** The attached tokens for the window, and the way to change the enrolled ones. */
record TokenRoom(AttachedTokens attached, Optional<EnrolledTokenChanges> changes)
    implements TokenDesk {
  @Override
  public List<Token> keys() {
    return attached.keys();
  }

  @Override
  public List<Card> cards() {
    return attached.cards();
  }

  @Override
  public void lookAgain(TokenId id) {
    attached.lookAgain(id);
  }
}
