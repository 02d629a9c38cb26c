package dev.countersign.desktop.approval;

import dev.countersign.proof.decision.ReviewedRequest;
import java.util.function.Consumer;

/** Begins decisions, one at a time. */
@FunctionalInterface
public interface JourneyStarter {

  /**
   * Begins a decision on a thread of its own.
   *
   * @param listener told every state in order on the journey's thread, beginning with {@link
   *     JourneyState.CheckingRequest} and ending with exactly one final state; must not block
   * @throws IllegalStateException while another decision is under way on this device
   */
  Journey begin(ReviewedRequest reviewed, Consumer<JourneyState> listener);
}
