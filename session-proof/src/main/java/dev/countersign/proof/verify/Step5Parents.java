package dev.countersign.proof.verify;

import dev.countersign.proof.RefusedException;
import dev.countersign.proof.request.VerifiedRequest;
import java.util.List;

/** Step 5 as far as bytes show it: a chained request is inside the parents that are given. */
final class Step5Parents implements BeforeDevice {
  private final Step4Time step4;
  private final Lineage lineage;

  /**
   * Checks given parents.
   *
   * @param parents envelopes, the parent first; may be none, or not all
   */
  Step5Parents(Step4Time step4, List<byte[]> parents, Enrolments enrolments)
      throws RefusedException {
    this.step4 = step4;
    this.lineage = Lineage.given(step4.request(), parents, enrolments.keys());
  }

  @Override
  public Step1Form form() {
    return step4.form();
  }

  @Override
  public VerifiedRequest request() {
    return step4.request();
  }

  @Override
  public Lineage lineage() {
    return lineage;
  }
}
