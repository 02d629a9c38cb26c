package dev.countersign.desktop.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.countersign.proof.decision.ReviewedRequest;
import dev.countersign.proof.testing.PatientWaits;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** How a test waits for a decision: an end that it did not expect is told at once. */
public final class Journeys {
  private Journeys() {}

  /** Begins; an earlier decision may just be settled, which takes its turn like any other. */
  public static Journey begin(
      JourneyStarter decisions, ReviewedRequest reviewed, Consumer<JourneyState> states) {
    AtomicReference<Journey> begun = new AtomicReference<>();
    await()
        .atMost(PatientWaits.PATIENCE)
        .ignoreException(IllegalStateException.class)
        .until(() -> {
          begun.set(decisions.begin(reviewed, states));
          return true;
        });
    return begun.get();
  }

  /** Waits for a state that does not pass by itself; fails with how the decision ended instead. */
  public static <T extends JourneyState> T awaitState(Journey journey, Class<T> kind) {
    return awaitState(journey, kind, state -> true);
  }

  /** The same, for a state that says more after a while. */
  public static <T extends JourneyState> T awaitState(
      Journey journey, Class<T> kind, Predicate<T> wanted) {
    JourneyState reached =
        await()
            .atMost(PatientWaits.PATIENCE)
            .until(
                journey::state,
                state ->
                    state.isFinal() || kind.isInstance(state) && wanted.test(kind.cast(state)));
    assertThat(reached).isInstanceOf(kind);
    return kind.cast(reached);
  }

  /** Answers every question for a PIN, and gives the final state. */
  public static JourneyState toTheEnd(Journey journey, String pin) {
    return toTheEnd(
        journey,
        state -> {
          if (state instanceof JourneyState.NeedsPin) {
            journey.providePin(pin.toCharArray());
          }
        });
  }

  /**
   * Gives the final state.
   *
   * @param hand told each state that lasts, once; it answers what the state asks
   */
  public static JourneyState toTheEnd(Journey journey, Consumer<JourneyState> hand) {
    AtomicReference<JourneyState> told = new AtomicReference<>();
    return await()
        .atMost(PatientWaits.PATIENCE)
        .pollInterval(Duration.ofMillis(2))
        .until(
            () -> {
              JourneyState now = journey.state();
              if (told.getAndSet(now) != now) {
                hand.accept(now);
              }
              return now;
            },
            JourneyState::isFinal);
  }
}
