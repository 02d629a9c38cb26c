package dev.countersign.desktop.enrollment;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.CardMessage;
import dev.countersign.bridge.SelectionOutcome;
import dev.countersign.bridge.Token;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenId;
import dev.countersign.bridge.TokenMessage;
import dev.countersign.bridge.TouchSelection;
import dev.countersign.desktop.approval.EnrolledCards;
import dev.countersign.desktop.approval.EnrolledCredential;
import dev.countersign.desktop.approval.EnrolledCredential.CardCredential;
import dev.countersign.desktop.approval.EnrolledCredential.FidoCredential;
import dev.countersign.desktop.approval.TokenInHand;
import dev.countersign.desktop.approval.TokenPort;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The enrolled token that is to confirm a change: the only usable one attached; of several cards
 * the one that is named, of several keys the one that is touched. Without one, waits for it.
 */
final class ConfirmingToken {
  static final Duration PATIENCE = Duration.ofSeconds(60);
  static final Duration BRIDGE_GRACE = Duration.ofSeconds(5);
  private static final long LOOK_MILLIS = 200;

  private final List<EnrolledCredential> enrolled;
  private final TokenPort attached;
  private final Person person;
  private final InstantSource clock;
  private List<TokenId> looked = List.of();
  private EnrolledCards seen = EnrolledCards.NONE;

  /**
   * For one change.
   *
   * @param enrolled those that may confirm it
   */
  ConfirmingToken(
      List<EnrolledCredential> enrolled, TokenPort attached, Person person, InstantSource clock) {
    this.enrolled = enrolled;
    this.attached = attached;
    this.person = person;
    this.clock = clock;
  }

  /** What came of looking. */
  sealed interface Found {
    record Ready(TokenInHand token) implements Found {}

    record Not(TokenMessage words) implements Found {}
  }

  /** Blocks until one is there and chosen, or none came in time. */
  Found find() throws InterruptedException {
    if (enrolled.isEmpty()) {
      return not(
          "No token of yours is enrolled that could confirm this.",
          "Ask your operator for a new enrolment code.");
    }
    long end = System.nanoTime() + PATIENCE.toNanos();
    boolean told = false;
    while (true) {
      List<Token> keys = keys().isEmpty() ? List.of() : attached.attached();
      look();
      if (!keys.isEmpty() || !seen.usable().isEmpty()) {
        return choose(keys);
      }
      if (seen.obstacle().isPresent()) {
        return new Found.Not(CardMessage.of(seen.obstacle().get()));
      }
      if (System.nanoTime() > end) {
        return noneCame();
      }
      if (!told) {
        person.says(waiting());
        told = true;
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }

  private List<FidoCredential> keys() {
    return EnrolledCredential.keys(enrolled);
  }

  private List<CardCredential> cards() {
    return EnrolledCredential.cards(enrolled);
  }

  /** A card is read once while it stays: reading takes its time. */
  private void look() throws InterruptedException {
    if (cards().isEmpty()) {
      return;
    }
    List<Card> here = attached.cards();
    List<TokenId> ids = here.stream().map(card -> card.info().id()).toList();
    if (!ids.equals(looked)) {
      seen = EnrolledCards.among(here, cards(), clock);
      looked = ids;
    }
  }

  private String waiting() {
    String what =
        cards().isEmpty()
            ? "Plug in a key"
            : keys().isEmpty() ? "Put in a card" : "Plug in a key or put in a card";
    return what + " that is enrolled already, to confirm this.";
  }

  private Found noneCame() {
    if (seen.unreadable().isPresent()) {
      return new Found.Not(CardMessage.of(seen.unreadable().get()));
    }
    return seen.others()
        ? new Found.Not(CardMessage.notThisCard())
        : not("No token that is enrolled already was there in time.", "Attach it and try again.");
  }

  private Found choose(List<Token> keys) throws InterruptedException {
    List<TokenInHand.SmartCard> usable = seen.usable();
    if (usable.isEmpty()) {
      return key(keys);
    }
    if (keys.isEmpty() && usable.size() == 1) {
      return new Found.Ready(usable.getFirst());
    }
    Optional<Integer> choice =
        person.choose(usable.stream().map(TokenInHand.SmartCard::shown).toList(), keys.size());
    if (choice.isEmpty()) {
      return not("No token was chosen to confirm it.", "Choose one, or leave only one attached.");
    }
    return choice.get() < usable.size() ? new Found.Ready(usable.get(choice.get())) : key(keys);
  }

  private Found key(List<Token> keys) throws InterruptedException {
    if (keys.size() == 1) {
      return new Found.Ready(new TokenInHand.Key(keys.getFirst()));
    }
    person.touch("Several keys are attached: touch the enrolled one that confirms it.");
    SelectionOutcome outcome =
        TouchSelection.among(keys, PATIENCE)
            .await(PATIENCE.plus(BRIDGE_GRACE), new SelectionOutcome.NoneChosen(Map.of()));
    return outcome instanceof SelectionOutcome.Chosen(Token token)
        ? new Found.Ready(new TokenInHand.Key(token))
        : new Found.Not(TokenMessage.of(new TokenFailure.TimedOut()));
  }

  private static Found not(String happened, String next) {
    return new Found.Not(new TokenMessage(happened, next));
  }
}
