package dev.countersign.desktop.ui.sign;

import dev.countersign.desktop.approval.Journey;
import dev.countersign.desktop.approval.JourneyFailure;
import dev.countersign.desktop.approval.JourneyStarter;
import dev.countersign.desktop.approval.JourneyState;
import dev.countersign.proof.decision.ReviewedRequest;
import java.util.Arrays;
import java.util.Optional;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** One decision on its way to the gateway, for the FX thread. */
public final class SignViewModel {
  private final JourneyStarter starter;
  private final ReviewedRequest reviewed;
  private final ReadOnlyObjectWrapper<JourneyState> state =
      new ReadOnlyObjectWrapper<>(new JourneyState.CheckingRequest());
  private SignStep step = SignStep.UNCHANGED;
  private Optional<Journey> journey = Optional.empty();
  private int attempt;

  /** Prepares a decision; {@link #begin()} starts it. */
  public SignViewModel(JourneyStarter starter, ReviewedRequest reviewed) {
    this.starter = starter;
    this.reviewed = reviewed;
  }

  public ReviewedRequest reviewed() {
    return reviewed;
  }

  public ReadOnlyObjectProperty<JourneyState> state() {
    return state.getReadOnlyProperty();
  }

  /** Which step is under way, or was when it ended. */
  SignStep step() {
    return step;
  }

  /** Starts, or tries again after a failure. */
  public void begin() {
    int mine = ++attempt;
    step = SignStep.UNCHANGED;
    state.set(new JourneyState.CheckingRequest());
    try {
      journey =
          Optional.of(starter.begin(reviewed, next -> Platform.runLater(() -> take(mine, next))));
    } catch (IllegalStateException busy) {
      take(mine, new JourneyState.Failed(anotherDecision()));
    }
  }

  /** Hands the PIN on; the array is wiped in every case. */
  public void providePin(char[] pin) {
    if (state.get() instanceof JourneyState.NeedsPin && journey.isPresent()) {
      journey.get().providePin(pin);
    } else {
      Arrays.fill(pin, '\0');
    }
  }

  /** Answers which token to sign with; a click that comes too late does nothing. */
  public void choose(int index) {
    if (state.get() instanceof JourneyState.ChooseToken && journey.isPresent()) {
      journey.get().choose(index);
    }
  }

  /** Stops the decision if that is still possible. */
  public void cancel() {
    journey.ifPresent(Journey::cancel);
  }

  /** Whether a decision is under way, so that leaving this page would hide it. */
  public boolean isRunning() {
    return !state.get().isFinal();
  }

  // A late word of an earlier attempt must not overwrite the present one.
  private void take(int from, JourneyState next) {
    if (from == attempt) {
      step = SignStep.of(next).orElse(step);
      state.set(next);
    }
  }

  private static JourneyFailure anotherDecision() {
    return new JourneyFailure(
        JourneyFailure.Reason.INTERNAL,
        "Another decision is still under way on this device.",
        "Nothing was decided.",
        "Finish the other one, then try again.");
  }
}
