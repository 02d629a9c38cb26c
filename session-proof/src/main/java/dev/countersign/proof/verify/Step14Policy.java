package dev.countersign.proof.verify;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import java.util.Optional;

/** Step 14: policy and risk, evaluated again now; a denial needs no permission. */
final class Step14Policy {
  private final Step13Log step13;

  Step14Policy(Step13Log step13, LiveState state) throws RefusedException {
    this.step13 = step13;
    Step7Challenge before = step13.step12().before();
    if (before.form().statement().decision().isApproval()) {
      Optional<String> objection = state.policyObjection(before.request());
      if (objection.isPresent()) {
        throw new RefusedException(RefusalCode.POLICY_DENIED, objection.get());
      }
    }
  }

  Step13Log step13() {
    return step13;
  }
}
