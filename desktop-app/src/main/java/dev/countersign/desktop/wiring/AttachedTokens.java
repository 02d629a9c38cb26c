package dev.countersign.desktop.wiring;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.CardMessage;
import dev.countersign.bridge.CardWatcher;
import dev.countersign.bridge.CertificatesOutcome;
import dev.countersign.bridge.DescribeOutcome;
import dev.countersign.bridge.Token;
import dev.countersign.bridge.TokenDetails;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenId;
import dev.countersign.bridge.TokenMessage;
import dev.countersign.bridge.TokenOperation;
import dev.countersign.bridge.TokenWatcher;
import dev.countersign.desktop.approval.Subscription;
import dev.countersign.desktop.ui.tokens.TokenState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is attached and what each token says about itself. Each is asked once when it is first seen,
 * on its own thread. That also loads what the first use of a key needs, so that a decision does not
 * wait for it.
 */
final class AttachedTokens {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final TokenWatcher keys;
  private final Optional<CardWatcher> cards;
  private final Map<TokenId, Answer> answers = new ConcurrentHashMap<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /**
   * What a token said.
   *
   * @param listed what a card showed
   */
  record Answer(TokenState state, Optional<CertificatesOutcome.Listed> listed) {
    private static final Answer ASKED = of(new TokenState.Asking());

    private static Answer of(TokenState state) {
      return new Answer(state, Optional.empty());
    }
  }

  AttachedTokens(TokenWatcher keys, Optional<CardWatcher> cards) {
    this.keys = keys;
    this.cards = cards;
  }

  List<Token> keys() {
    return keys.tokens();
  }

  List<Card> cards() {
    return cards.map(CardWatcher::cards).orElse(List.of());
  }

  /** What keeps tokens from being seen. */
  List<TokenMessage> troubles() {
    List<TokenMessage> troubles = new ArrayList<>();
    keys.trouble()
        .ifPresent(trouble ->
            troubles.add(
                new TokenMessage(
                    "Security keys cannot be looked for: " + trouble.detail(),
                    "It is tried again by itself.")));
    cards.ifPresent(
        watcher -> watcher.troubles().stream().map(CardMessage::of).forEach(troubles::add));
    return troubles;
  }

  /** What a key said; it is asked now if it was not before. */
  Answer of(Token key) {
    return answer(key.info().id(), () -> ask(key));
  }

  /** What a card said; it is asked now if it was not before. */
  Answer of(Card card) {
    return answer(card.info().id(), () -> ask(card));
  }

  private Answer answer(TokenId id, Runnable ask) {
    if (answers.putIfAbsent(id, Answer.ASKED) == null) {
      ask.run();
    }
    return answers.getOrDefault(id, Answer.ASKED);
  }

  /** Forgets what was said by tokens that are gone; they may come back changed. */
  void forgetThoseGone() {
    Set<TokenId> here =
        Stream.concat(
                keys().stream().map(key -> key.info().id()),
                cards().stream().map(card -> card.info().id()))
            .collect(Collectors.toSet());
    answers.keySet().retainAll(here);
  }

  /** Asks a token anew at the next look. */
  void lookAgain(TokenId id) {
    answers.remove(id);
    listeners.forEach(Runnable::run);
  }

  /** Reports what comes, goes and answers, on any thread. */
  Subscription onChange(Runnable changed) {
    listeners.add(changed);
    TokenWatcher.Subscription ofKeys = keys.subscribe(_ -> changed.run());
    Optional<TokenWatcher.Subscription> ofCards =
        cards.map(watcher -> watcher.subscribe(_ -> changed.run()));
    return () -> {
      ofCards.ifPresent(TokenWatcher.Subscription::close);
      ofKeys.close();
      listeners.remove(changed);
    };
  }

  private void ask(Token key) {
    follow(
        key.info().id(),
        key.describe(PATIENCE),
        outcome ->
            switch (outcome) {
              case DescribeOutcome.Described(TokenDetails details) ->
                  Answer.of(new TokenState.Key(details));
              case TokenFailure.Unusable(TokenFailure.Reason reason, String _)
                  when reason == TokenFailure.Reason.U2F_ONLY ->
                  Answer.of(new TokenState.OnlyU2f());
              case TokenFailure failure ->
                  Answer.of(new TokenState.Unusable(TokenMessage.of(failure)));
            });
  }

  private void ask(Card card) {
    follow(
        card.info().id(),
        card.certificates(PATIENCE),
        outcome ->
            switch (outcome) {
              case CertificatesOutcome.Listed listed ->
                  new Answer(new TokenState.Card(listed.pin(), List.of()), Optional.of(listed));
              case TokenFailure failure ->
                  Answer.of(new TokenState.Unusable(CardMessage.of(failure)));
            });
  }

  private interface Reading<T> {
    Answer of(T outcome);
  }

  private <T> void follow(TokenId id, TokenOperation<T> asked, Reading<T> reading) {
    var _ =
        asked
            .result()
            .whenComplete((outcome, fault) -> {
              Answer answer =
                  fault == null
                      ? reading.of(outcome)
                      : Answer.of(
                          new TokenState.Unusable(
                              new TokenMessage(
                                  "It could not be asked about itself: an internal error.",
                                  "Pull it out, put it back and try again.")));
              answers.computeIfPresent(id, (_, _) -> answer);
              listeners.forEach(Runnable::run);
            });
  }
}
