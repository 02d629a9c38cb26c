package dev.countersign.desktop.ui.tokens;

import dev.countersign.bridge.Pin;
import dev.countersign.bridge.PinChange;
import dev.countersign.bridge.PinChangeOutcome;
import dev.countersign.bridge.SelectionOutcome;
import dev.countersign.bridge.Token;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenId;
import dev.countersign.bridge.TokenMessage;
import dev.countersign.bridge.TokenOperation;
import dev.countersign.bridge.TouchSelection;
import dev.countersign.desktop.ui.tokens.TokenActivity.Ended;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.application.Platform;

/** Work with attached keys that concerns nobody else: finding one by touch, and its PIN. */
final class KeyWork {
  private static final Duration TOUCH = Duration.ofSeconds(30);
  private static final Duration PIN = Duration.ofSeconds(20);

  private final InstantSource clock;
  private final Consumer<TokenActivity> show;
  private Optional<TokenOperation<?>> running = Optional.empty();

  KeyWork(InstantSource clock, Consumer<TokenActivity> show) {
    this.clock = clock;
    this.show = show;
  }

  /** Asks for a touch of any of these keys. */
  void find(List<Token> keys, boolean toEnrol, Consumer<Token> touched) {
    if (keys.isEmpty()) {
      TokenMessage none = TokenMessage.noneAttached();
      show.accept(Ended.bad(none.happened(), none.next()));
      return;
    }
    show.accept(new TokenActivity.Finding(toEnrol, clock.instant().plus(TOUCH)));
    follow(
        TouchSelection.among(keys, TOUCH),
        outcome -> {
          switch (outcome) {
            case SelectionOutcome.Chosen(Token token) -> touched.accept(token);
            case SelectionOutcome.NoneChosen(var reasons) -> show.accept(notFound(keys, reasons));
          }
        });
  }

  private static Ended notFound(List<Token> keys, Map<TokenId, TokenFailure> reasons) {
    Stream<String> words =
        keys.stream()
            .flatMap(key ->
                Optional.ofNullable(reasons.get(key.info().id()))
                    .map(why -> "“" + key.info().name() + "”: " + TokenMessage.of(why).text())
                    .stream());
    return new Ended(
        false, Stream.concat(Stream.of("No key was touched. Nothing was done."), words).toList());
  }

  /** Sets or changes a PIN. */
  void changePin(
      Optional<Token> key, TokenActivity.EnterPins form, PinEntry entry, Runnable changed) {
    Optional<String> fault = fault(form, entry);
    if (fault.isPresent() || key.isEmpty()) {
      entry.wipe();
      show.accept(
          fault
              .<TokenActivity>map(words -> again(form, words))
              .orElseGet(
                  () -> Ended.bad("The key is gone.", "Its PIN was not changed.", "Plug it in.")));
      return;
    }
    entry.wipeAgain();
    Optional<Pin> current =
        form.hasPin() ? Optional.of(Pin.takeOver(entry.current())) : Optional.empty();
    PinChange change = new PinChange(current, Pin.takeOver(entry.fresh()), PIN);
    show.accept(new TokenActivity.ChangingPin(form.key().name(), clock.instant().plus(PIN)));
    follow(
        key.get().changePin(change),
        outcome -> {
          changed.run();
          show.accept(ended(form, outcome));
        });
  }

  private static Optional<String> fault(TokenActivity.EnterPins form, PinEntry entry) {
    if (form.hasPin() && entry.current().length == 0) {
      return Optional.of("Enter the present PIN too. Nothing was sent to the key.");
    }
    return FreshPin.fault(entry.fresh(), entry.again(), form.fewest());
  }

  private static TokenActivity ended(TokenActivity.EnterPins form, PinChangeOutcome outcome) {
    return switch (outcome) {
      case PinChangeOutcome.Changed() ->
          Ended.good(
              "The PIN of “" + form.key().name() + "” is " + (form.hasPin() ? "changed." : "set."));
      case PinChangeOutcome.NotAccepted(int fewest) ->
          new TokenActivity.EnterPins(
              form.key(),
              form.hasPin(),
              fewest,
              Optional.of(
                  "The key does not take this PIN: it wants at least "
                      + fewest
                      + " characters, and may refuse simple ones. Its PIN was not changed."));
      case TokenFailure.WrongPin wrong ->
          again(form, TokenMessage.of(wrong).happened() + " Its PIN was not changed.");
      case TokenFailure failure -> {
        TokenMessage words = TokenMessage.of(failure);
        yield Ended.bad(words.happened(), unchanged(failure), words.next());
      }
    };
  }

  /** Whether a key that fell silent took the new PIN is not known. */
  private static String unchanged(TokenFailure failure) {
    return switch (failure) {
      case TokenFailure.TimedOut _, TokenFailure.Removed _, TokenFailure.Cancelled _ ->
          "Whether its PIN was changed is not known: the old one or the new one is in force.";
      default -> "Its PIN was not changed.";
    };
  }

  private static TokenActivity again(TokenActivity.EnterPins form, String words) {
    return new TokenActivity.EnterPins(
        form.key(), form.hasPin(), form.fewest(), Optional.of(words));
  }

  private <T> void follow(TokenOperation<T> operation, Consumer<T> ended) {
    running = Optional.of(operation);
    BiConsumer<T, Throwable> take =
        (outcome, fault) ->
            Platform.runLater(() -> {
              running = Optional.empty();
              if (fault == null) {
                ended.accept(outcome);
              } else {
                show.accept(
                    Ended.bad("The key could not be used: an internal error.", "Try again."));
              }
            });
    var _ = operation.result().whenComplete(take);
  }

  void stop() {
    running.ifPresent(TokenOperation::cancel);
  }
}
