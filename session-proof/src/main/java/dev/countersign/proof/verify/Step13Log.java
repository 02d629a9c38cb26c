package dev.countersign.proof.verify;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.verify.LiveState.WitnessedHead;

/** Step 13: the device's audit log holds the intent and extends what was witnessed. */
final class Step13Log {
  private final Step12Display<Step7Challenge> step12;
  private final WitnessedHead head;

  Step13Log(Step12Display<Step7Challenge> step12, Bytes logEvidence, LiveState state)
      throws RefusedException {
    this.step12 = step12;
    this.head = LogCheck.verify(step12.step11().step10().step8(), logEvidence, state);
  }

  Step12Display<Step7Challenge> step12() {
    return step12;
  }

  /** The head to keep: the larger of the statement's and the witnessed one. */
  WitnessedHead head() {
    return head;
  }
}
