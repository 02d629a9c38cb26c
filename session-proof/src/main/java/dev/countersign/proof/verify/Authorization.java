package dev.countersign.proof.verify;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.decision.DecisionStatement;
import dev.countersign.proof.verify.LiveState.WitnessedHead;
import java.util.Optional;

/** What {@code authorize} found before the one transaction of step 15. */
public sealed interface Authorization permits Authorization.Refused, Authorized {

  /**
   * The first failure, with what must be kept all the same.
   *
   * @param sentence one sentence for people
   * @param statement the statement, where it could be read: the attempt is recorded with everything
   *     it names
   * @param challenge {@code C}, where the statement could be read
   * @param head a larger head of the device's log that was proven although the decision is refused
   * @param fork whether the device showed a log that contradicts the witnessed one: suspend it
   */
  record Refused(
      RefusalCode code,
      String sentence,
      Optional<DecisionStatement> statement,
      Optional<Digest> challenge,
      Optional<WitnessedHead> head,
      boolean fork)
      implements Authorization {}
}
