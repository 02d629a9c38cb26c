package dev.countersign.desktop.approval;

import dev.countersign.proof.decision.Receipt;
import java.time.Instant;
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
   * The key wants its PIN; answer with {@link Journey#providePin}.
   *
   * @param message why it is asked again, when it is
   * @param triesLeft what the key said after a wrong PIN
   * @param deadline when the decision fails without a PIN
   */
  record NeedsPin(Optional<String> message, OptionalInt triesLeft, Instant deadline)
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
