package dev.countersign.desktop.approval;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.Token;
import dev.countersign.desktop.approval.EnrolledCredential.CardCredential;

/** What was chosen to sign with. */
public sealed interface TokenInHand {
  /** A security key; which credential it holds shows when it signs. */
  record Key(Token token) implements TokenInHand {}

  /** A card that was seen to hold an enrolled key. */
  record SmartCard(Card card, CardCredential credential, CardShown shown) implements TokenInHand {}
}
