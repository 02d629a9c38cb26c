package dev.countersign.desktop.enrollment;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.TokenProgress;
import dev.countersign.desktop.approval.CardLook;
import java.util.Optional;

/** The person who changes tokens, as the owner of a card that has a part in it. */
record AskedPerson(Card card, Person person) implements CardHands.Owner {
  @Override
  public Optional<char[]> pin(CardLook look, Optional<String> message) throws InterruptedException {
    return person.cardPin(look.shown(card), message);
  }

  @Override
  public void pad(String words) {
    person.says(words);
  }

  @Override
  public void progress(TokenProgress progress) {
    if (progress == TokenProgress.PROCESSING) {
      person.says("Your card is at work. Leave it in the reader.");
    }
  }
}
