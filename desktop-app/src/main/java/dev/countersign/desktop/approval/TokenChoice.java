package dev.countersign.desktop.approval;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.ModuleTrouble;
import dev.countersign.bridge.SelectionOutcome;
import dev.countersign.bridge.Token;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TouchSelection;
import dev.countersign.desktop.approval.EnrolledCredential.CardCredential;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What signs: the only usable thing attached; of several cards the one that is named, of several
 * keys the one that is touched. Without any, waits for one. It comes before the session challenge
 * and the intent, so that waiting and choosing cost nothing.
 */
final class TokenChoice {
  /** The bridge ends the wait shortly after its deadline; this much later we give up on it. */
  private static final Duration BRIDGE_GRACE = Duration.ofSeconds(5);

  private final JourneyPorts ports;
  private final Control control;
  private final Words words;

  TokenChoice(JourneyPorts ports, Control control, Words words) {
    this.ports = ports;
    this.control = control;
    this.words = words;
  }

  TokenInHand choose() throws StoppedException {
    DeskIdentity.Pins pins = ports.identity().pins();
    if (pins.keys().isEmpty() && pins.cards().isEmpty()) {
      throw StoppedException.failed(words.nothingEnrolled());
    }
    Duration patience = ports.timing().attach();
    new AttachWait(ports.tokens(), pins, control)
        .await(patience, ports.timing().clock().instant().plus(patience));
    List<Token> keys = pins.keys().isEmpty() ? List.of() : ports.tokens().attached();
    // Without an enrolled card no card is touched, and nobody waits for a module.
    EnrolledCards cards =
        pins.cards().isEmpty() ? EnrolledCards.NONE : look(ports.tokens().cards(), pins.cards());
    if (cards.usable().isEmpty()) {
      return keys.isEmpty() ? none(pins, cards) : key(keys);
    }
    return keys.isEmpty() && cards.usable().size() == 1
        ? cards.usable().getFirst()
        : byName(cards, keys);
  }

  private TokenInHand none(DeskIdentity.Pins pins, EnrolledCards cards) throws StoppedException {
    Optional<TokenFailure> why = cards.obstacle().or(cards::unreadable);
    if (why.isPresent()) {
      throw StoppedException.failed(words.card(why.get()));
    }
    if (cards.others()) {
      throw StoppedException.failed(words.notThisCard());
    }
    boolean wrongKind = pins.keys().isEmpty() && !ports.tokens().attached().isEmpty();
    if (wrongKind) {
      throw StoppedException.failed(words.notThisToken());
    }
    List<ModuleTrouble> troubles = pins.cards().isEmpty() ? List.of() : ports.tokens().troubles();
    throw StoppedException.failed(
        troubles.isEmpty()
            ? words.noToken(!pins.cards().isEmpty())
            : words.noCard(troubles.getFirst()));
  }

  private TokenInHand key(List<Token> keys) throws StoppedException {
    return new TokenInHand.Key(keys.size() == 1 ? keys.getFirst() : byTouch(keys));
  }

  private EnrolledCards look(List<Card> attached, List<CardCredential> enrolled)
      throws StoppedException {
    return control.interruptibly(
        () -> EnrolledCards.among(attached, enrolled, ports.timing().clock()));
  }

  private TokenInHand byName(EnrolledCards seen, List<Token> keys) throws StoppedException {
    List<TokenInHand.SmartCard> cards = seen.usable();
    Duration patience = ports.timing().token();
    Instant deadline = ports.timing().clock().instant().plus(patience);
    int choice =
        control
            .interruptibly(() -> {
              control.enter(
                  new JourneyState.ChooseToken(
                      cards.stream().map(TokenInHand.SmartCard::shown).toList(),
                      keys.size(),
                      deadline,
                      seen.leftOut()));
              return control.awaitChoice(patience);
            })
            .orElseThrow(() -> StoppedException.failed(words.notChosen()));
    return choice < cards.size() ? cards.get(choice) : key(keys);
  }

  private Token byTouch(List<Token> attached) throws StoppedException {
    Duration patience = ports.timing().token();
    Instant deadline = ports.timing().clock().instant().plus(patience);
    control.enter(
        new JourneyState.WaitingForTouch(
            attached.size() + " keys are attached: touch the one you enrolled", true, deadline));
    SelectionOutcome outcome =
        control.interruptibly(() ->
            TouchSelection.among(attached, patience)
                .await(patience.plus(BRIDGE_GRACE), new SelectionOutcome.NoneChosen(Map.of())));
    return switch (outcome) {
      case SelectionOutcome.Chosen(Token token) -> token;
      case SelectionOutcome.NoneChosen _ -> throw StoppedException.failed(words.severalTokens());
    };
  }
}
