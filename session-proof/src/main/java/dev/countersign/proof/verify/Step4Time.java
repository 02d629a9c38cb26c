package dev.countersign.proof.verify;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.request.ApprovalRequest;
import dev.countersign.proof.request.VerifiedRequest;

/** Step 4: {@code iat ≤ time < exp}, no grace. */
final class Step4Time {
  private final Step2Request step2;

  /**
   * Judges at a time.
   *
   * @param time Unix seconds: the verifier's clock, or the moment an examination is about
   */
  Step4Time(Step3Context step3, long time) throws RefusedException {
    step2 = step3.step2();
    ApprovalRequest request = step2.request().request();
    Require.that(
        time >= request.issuedAt(), RefusalCode.NOT_YET_VALID, "before the request was issued");
    Require.that(time < request.expiresAt(), RefusalCode.EXPIRED, "the request has expired");
  }

  Step1Form form() {
    return step2.form();
  }

  VerifiedRequest request() {
    return step2.request();
  }
}
