package dev.countersign.desktop.approval;

import dev.countersign.proof.decision.Receipt;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Where one decision stands. */
public sealed interface JourneyState {

  /** Whether no other state follows. */
  default boolean isFinal() {
    return false;
  }

  /** The gateway is asked whether the request is still the one on screen. */
  record CheckingRequest() implements JourneyState {}

  /** The intent is being made durable in the audit log. */
  record RecordingIntent() implements JourneyState {}

  /**
   * Nothing that could sign is attached. It goes on by itself once something is.
   *
   * @param want what is waited for
   * @param why what may keep a token from being seen, in words
   * @param deadline when the decision fails without a token
   */
  record WaitingForToken(Want want, Optional<String> why, Instant deadline)
      implements JourneyState {
    /** What would do. */
    public enum Want {
      KEY,
      CARD,
      KEY_OR_CARD,
      /** Modules that were just started have not told of their cards. */
      MODULES
    }
  }

  /**
   * Several things could sign; answer with {@link Journey#choose}.
   *
   * @param cards the cards that could
   * @param keys how many security keys are attached beside; of several the one touched is taken
   * @param deadline when the decision fails without a choice
   * @param leftOut the attached cards that could not, each with its reason
   */
  record ChooseToken(List<CardShown> cards, int keys, Instant deadline, List<CardLeftOut> leftOut)
      implements JourneyState {
    public ChooseToken {
      cards = List.copyOf(cards);
      leftOut = List.copyOf(leftOut);
    }

    /** None was left out. */
    public ChooseToken(List<CardShown> cards, int keys, Instant deadline) {
      this(cards, keys, deadline, List.of());
    }

    /** Whether this answers it. */
    public boolean offers(int index) {
      return index >= 0 && index < cards.size() + Math.min(keys, 1);
    }
  }

  /**
   * The token wants its PIN; answer with {@link Journey#providePin}.
   *
   * @param message why it is asked again, or what to know before
   * @param triesLeft what a key said after a wrong PIN; a card tells no number
   * @param deadline when the decision fails without a PIN
   * @param card whose PIN it is; empty for a security key
   */
  record NeedsPin(
      Optional<String> message, OptionalInt triesLeft, Instant deadline, Optional<CardShown> card)
      implements JourneyState {
    /** Of a security key. */
    public NeedsPin(Optional<String> message, OptionalInt triesLeft, Instant deadline) {
      this(message, triesLeft, deadline, Optional.empty());
    }
  }

  /**
   * The card is at work.
   *
   * @param atTheReader what the reader waits for, when it asks for the PIN itself
   * @param deadline when the decision fails without the card's answer
   */
  record CardAtWork(CardShown card, Optional<String> atTheReader, Instant deadline)
      implements JourneyState {}

  /**
   * The key is at work and will want a touch.
   *
   * @param tokenName the maker's name for the key, text from outside
   * @param touchNow whether the key waits for the hand right now
   * @param deadline when the decision fails without a touch
   */
  record WaitingForTouch(String tokenName, boolean touchNow, Instant deadline)
      implements JourneyState {}

  /** The proof is on its way; cancelling is no longer possible. */
  record Sending() implements JourneyState {}

  /**
   * The gateway verified and consumed the proof, and its receipt was checked.
   *
   * @param warning what went wrong after that, if anything; the decision counts all the same
   */
  record Done(Receipt receipt, Optional<String> warning) implements JourneyState {
    @Override
    public boolean isFinal() {
      return true;
    }
  }

  /** The request is not what is on screen any more: back to review. */
  record Drifted(String sentence) implements JourneyState {
    @Override
    public boolean isFinal() {
      return true;
    }
  }

  /** It did not come about. */
  record Failed(JourneyFailure failure) implements JourneyState {
    @Override
    public boolean isFinal() {
      return true;
    }
  }

  /** The approver stopped it. Nothing was sent. */
  record Cancelled() implements JourneyState {
    @Override
    public boolean isFinal() {
      return true;
    }
  }
}
