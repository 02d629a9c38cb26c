package dev.countersign.proof.verify;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.decision.Decision;
import java.util.List;

/**
 * What an examination without live state showed. It cannot count a vote or reach a store: it only
 * says that the bytes agree with the trust file.
 */
public sealed interface Examination {
  /**
   * Every check that bytes allow passed.
   *
   * @param checked what was checked, in order
   * @param notChecked what only the gateway can know
   */
  record Valid(Decision decision, List<String> checked, List<String> notChecked)
      implements Examination {}

  /** The first failure. */
  record Invalid(RefusalCode refusal, String sentence) implements Examination {}
}
