package dev.countersign.desktop.ui.tokens;

import dev.countersign.bridge.CardCertificate;
import dev.countersign.bridge.CardPinState;
import dev.countersign.bridge.TokenDetails;
import dev.countersign.bridge.TokenMessage;
import java.util.List;
import java.util.Optional;

/** What an attached token says about itself. */
public sealed interface TokenState {

  /** It was asked and has not answered yet. */
  record Asking() implements TokenState {}

  /** What a key said. */
  record Key(TokenDetails details) implements TokenState {}

  /**
   * What a card said.
   *
   * @param certificates those of a person, in the card's order
   */
  record Card(CardPinState pin, List<OnCard> certificates) implements TokenState {
    public Card {
      certificates = List.copyOf(certificates);
    }

    /** Those that can be enrolled. */
    public List<CardCertificate> suitable() {
      return certificates.stream()
          .filter(each -> each.unsuitable().isEmpty())
          .map(OnCard::certificate)
          .toList();
    }
  }

  /**
   * One certificate of a card.
   *
   * @param unsuitable why it cannot be enrolled; empty when it can
   */
  record OnCard(CardCertificate certificate, Optional<TokenMessage> unsuitable) {}

  /** A key that knows only U2F, so it can never tell that it is its owner. */
  record OnlyU2f() implements TokenState {}

  /** It cannot be used now. */
  record Unusable(TokenMessage why) implements TokenState {}
}
