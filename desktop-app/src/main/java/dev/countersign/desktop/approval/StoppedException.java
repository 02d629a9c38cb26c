package dev.countersign.desktop.approval;

import dev.countersign.desktop.audit.DecisionOutcome;
import java.io.Serial;
import java.util.Locale;

/** Ends a journey before its receipt: with a final state, and what the audit log will say. */
final class StoppedException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final transient JourneyState last;
  private final transient DecisionOutcome outcome;

  StoppedException(JourneyState last, DecisionOutcome outcome) {
    super("journey stopped");
    this.last = last;
    this.outcome = outcome;
  }

  static StoppedException cancelled() {
    return new StoppedException(new JourneyState.Cancelled(), new DecisionOutcome.Cancelled());
  }

  /** Before the intent, so the audit log will not hear of it. */
  static StoppedException drifted(String sentence) {
    return new StoppedException(
        new JourneyState.Drifted(sentence), new DecisionOutcome.Cancelled());
  }

  /** A failure on this device, before anything was sent; the code goes into the audit log. */
  static StoppedException failed(JourneyFailure failure) {
    String code = failure.reason().name().toLowerCase(Locale.ROOT);
    return new StoppedException(
        new JourneyState.Failed(failure),
        failure.reason() == JourneyFailure.Reason.TIMED_OUT
            ? new DecisionOutcome.TimedOut()
            : new DecisionOutcome.TokenFailed(code));
  }

  JourneyState last() {
    return last;
  }

  DecisionOutcome outcome() {
    return outcome;
  }
}
