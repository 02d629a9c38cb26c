package dev.countersign.desktop.ui.tokens;

import dev.countersign.bridge.CardPinState;
import dev.countersign.bridge.TokenDetails;
import dev.countersign.bridge.TokenMessage;

/** What an attached token says about itself. */
public sealed interface TokenState {

  /** It was asked and has not answered yet. */
  record Asking() implements TokenState {}

  /** What a key said. */
  record Key(TokenDetails details) implements TokenState {}

  /** What a card said of its PIN. */
  record Card(CardPinState pin) implements TokenState {}

  /** A key that knows only U2F, so it can never tell that it is its owner. */
  record OnlyU2f() implements TokenState {}

  /** It cannot be used now. */
  record Unusable(TokenMessage why) implements TokenState {}
}
