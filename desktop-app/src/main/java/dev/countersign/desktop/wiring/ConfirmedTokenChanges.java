package dev.countersign.desktop.wiring;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.CardCertificate;
import dev.countersign.bridge.Token;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.desktop.approval.CardShown;
import dev.countersign.desktop.enrollment.TokenChangeOutcome;
import dev.countersign.desktop.enrollment.TokenChanges;
import dev.countersign.desktop.ui.tokens.EnrolledTokenChanges;
import dev.countersign.proof.Bytes;
import java.util.List;
import java.util.Optional;

/** The changes of enrolled tokens as the window asks for them. */
record ConfirmedTokenChanges(TokenChanges changes) implements EnrolledTokenChanges {
  @Override
  public Ended add(Token fresh, String name, Person person) throws InterruptedException {
    return ended(changes.add(fresh, name, asked(person)));
  }

  @Override
  public Ended add(Card fresh, CardCertificate certificate, String name, Person person)
      throws InterruptedException {
    return ended(changes.add(fresh, certificate, name, asked(person)));
  }

  @Override
  public Ended rename(Bytes id, String name, Person person) throws InterruptedException {
    return ended(changes.rename(id, name, asked(person)));
  }

  @Override
  public Ended revoke(Bytes id, boolean last, Person person) throws InterruptedException {
    return ended(changes.revoke(id, last, asked(person)));
  }

  private static Ended ended(TokenChangeOutcome outcome) {
    return switch (outcome) {
      case TokenChangeOutcome.Done(var warning) -> new Ended.Done(warning);
      case TokenChangeOutcome.Refused(String code) -> new Ended.Refused(code);
      case TokenChangeOutcome.NoAnswer(String reason) -> new Ended.NoAnswer(reason);
      case TokenChangeOutcome.TokenFailed(var words) -> new Ended.TokenFailed(words);
    };
  }

  /** The person at the window, as the room of enrolment asks. */
  static dev.countersign.desktop.enrollment.Person asked(Person person) {
    return new dev.countersign.desktop.enrollment.Person() {
      @Override
      public Optional<char[]> pin(String tokenName, Optional<TokenFailure.WrongPin> last)
          throws InterruptedException {
        return person.pin(tokenName, last);
      }

      @Override
      public Optional<char[]> cardPin(CardShown card, Optional<String> message)
          throws InterruptedException {
        return person.cardPin(card, message);
      }

      @Override
      public Optional<Integer> choose(List<CardShown> cards, int keys) throws InterruptedException {
        return person.choose(cards, keys);
      }

      @Override
      public void says(String sentence) {
        person.says(sentence);
      }

      @Override
      public void touch(String sentence) {
        person.touch(sentence);
      }
    };
  }
}
