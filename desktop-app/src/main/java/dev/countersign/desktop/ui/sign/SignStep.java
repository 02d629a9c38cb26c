package dev.countersign.desktop.ui.sign;

import dev.countersign.desktop.approval.JourneyState;
import java.util.Optional;

/** The steps of a decision as the approver sees them. */
enum SignStep {
  UNCHANGED("Request is still the one you reviewed"),
  INTENT("Intent recorded in the audit log"),
  KEY("Your key or card signs the challenge"),
  SENT("Proof sent, verified and recorded");

  private final String words;

  SignStep(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }

  /** The step that a state belongs to; an ending that is not success keeps the step it was in. */
  static Optional<SignStep> of(JourneyState state) {
    return switch (state) {
      case JourneyState.CheckingRequest _,
          JourneyState.WaitingForToken _,
          JourneyState.ChooseToken _ ->
          Optional.of(UNCHANGED);
      case JourneyState.RecordingIntent _ -> Optional.of(INTENT);
      case JourneyState.NeedsPin _, JourneyState.WaitingForTouch _, JourneyState.CardAtWork _ ->
          Optional.of(KEY);
      case JourneyState.Sending _, JourneyState.Done _ -> Optional.of(SENT);
      case JourneyState.Drifted _, JourneyState.Failed _, JourneyState.Cancelled _ ->
          Optional.empty();
    };
  }
}
