package dev.countersign.desktop.ui.tokens;

import dev.countersign.bridge.TokenMessage;
import dev.countersign.desktop.approval.CardShown;
import dev.countersign.desktop.approval.TokenRefusal;
import dev.countersign.desktop.ui.tokens.TokenActivity.Ended;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import javafx.application.Platform;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs changes of the enrolled tokens beside the FX thread, and tells on it how they go. */
final class EnrolmentWork {
  private static final Logger LOG = LoggerFactory.getLogger(EnrolmentWork.class);

  /** For everything: PINs, touches and the gateway. */
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  /** One change, given the port that makes it. */
  @FunctionalInterface
  interface Call {
    EnrolledTokenChanges.Ended make(
        EnrolledTokenChanges changes, EnrolledTokenChanges.Person person)
        throws InterruptedException;
  }

  private final Executor background;
  private final InstantSource clock;
  private final Consumer<TokenActivity> show;
  private Optional<Current> running = Optional.empty();

  private record Current(ChangeInProgress change, String what, Instant end) {}

  EnrolmentWork(Executor background, InstantSource clock, Consumer<TokenActivity> show) {
    this.background = background;
    this.clock = clock;
    this.show = show;
  }

  /** Starts one; the caller sees to it that none is running. */
  void begin(String what, String done, ChangeInProgress.Change<EnrolledTokenChanges.Ended> change) {
    Instant end = clock.instant().plus(PATIENCE);
    ChangeInProgress mine = new ChangeInProgress(page(what, end));
    running = Optional.of(new Current(mine, what, end));
    show.accept(new TokenActivity.Changing(what, "Asking the gateway…", false, end));
    try {
      background.execute(() -> {
        try {
          mine.run(change, ended -> finish(ended.map(how -> words(how, done)).orElse(stopped())));
        } catch (RuntimeException fault) {
          // A fault of ours must end on screen too: without this the page would wait for nothing.
          LOG.error("a change of tokens stopped by a fault", fault);
          finish(
              Ended.bad(
                  "An internal error stopped it: " + fault.getClass().getSimpleName() + ".",
                  "Whether the change was made is not known.",
                  "Look at the list, then try again."));
        }
      });
    } catch (RejectedExecutionException closing) {
      finish(Ended.bad("The desk is closing.", "Nothing was changed."));
    }
  }

  private ChangeInProgress.Page page(String what, Instant end) {
    return new ChangeInProgress.Page() {
      @Override
      public void needsPin(String tokenName, Optional<CardShown> card, Optional<String> message) {
        later(new TokenActivity.NeedsPin(what, tokenName, card, message, until()));
      }

      @Override
      public void mustChoose(List<CardShown> cards, int keys) {
        later(new TokenActivity.ChooseToken(what, cards, keys, until()));
      }

      private Instant until() {
        return clock.instant().plus(ChangeInProgress.ANSWER_PATIENCE);
      }

      @Override
      public void says(String sentence, boolean touch) {
        later(new TokenActivity.Changing(what, sentence, touch, end));
      }
    };
  }

  private void later(TokenActivity next) {
    Platform.runLater(() -> {
      if (running.isPresent()) {
        show.accept(next);
      }
    });
  }

  private void finish(Ended ended) {
    Platform.runLater(() -> {
      running = Optional.empty();
      show.accept(ended);
    });
  }

  private static Ended words(EnrolledTokenChanges.Ended how, String done) {
    return switch (how) {
      case EnrolledTokenChanges.Ended.Done(var warning) ->
          warning.map(words -> Ended.bad(done, words)).orElseGet(() -> Ended.good(done));
      case EnrolledTokenChanges.Ended.Refused(String code) -> refused(code, TokenRefusal.of(code));
      case EnrolledTokenChanges.Ended.NoAnswer(String reason) ->
          Ended.bad(
              "The gateway gave no answer: " + reason + ".",
              "Nothing was changed on this device; whether the gateway made the change is not"
                  + " known.",
              "Try again once the gateway is connected.");
      case EnrolledTokenChanges.Ended.TokenFailed(TokenMessage words) ->
          Ended.bad(words.happened(), "Nothing was changed.", words.next());
    };
  }

  private static Ended refused(String code, Optional<TokenMessage> ofToken) {
    return Ended.bad(
        "The gateway refused: "
            + code
            + "."
            + ofToken.map(words -> " " + words.happened()).orElse(""),
        "Nothing was changed.",
        ofToken.map(TokenMessage::next).orElse("Tell your operator this code, or try again."));
  }

  private static Ended stopped() {
    return Ended.bad(
        "It was stopped.",
        "Nothing was changed on this device. If the token had signed already, the gateway may have"
            + " made the change.",
        "Try again, or ask your operator.");
  }

  /** Hands on which token is to confirm the change. */
  void choose(int index) {
    running.ifPresent(now -> {
      show.accept(new TokenActivity.Changing(now.what(), "One moment…", false, now.end()));
      now.change().choose(index);
    });
  }

  /**
   * Hands the PIN on; the array is wiped in every case.
   *
   * @param ofCard whether it is a card's, and not a key's
   */
  void providePin(char[] pin, boolean ofCard) {
    if (running.isEmpty()) {
      Arrays.fill(pin, '\0');
      return;
    }
    Current now = running.get();
    String words = ChangeInProgress.pinOnItsWay(ofCard);
    show.accept(new TokenActivity.Changing(now.what(), words, !ofCard, now.end()));
    now.change().providePin(pin);
  }

  void stop() {
    running.map(Current::change).ifPresent(ChangeInProgress::stop);
  }
}
