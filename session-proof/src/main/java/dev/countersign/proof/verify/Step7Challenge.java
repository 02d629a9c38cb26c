package dev.countersign.proof.verify;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.decision.DecisionStatement;
import dev.countersign.proof.request.VerifiedRequest;
import dev.countersign.proof.verify.LiveState.StoredChallenge;

/**
 * Step 7: the session challenge is known, unused and unexpired, and was issued for this request,
 * approver, device and approver session.
 */
final class Step7Challenge implements BeforeDevice {
  private final Step4Time step4;
  private final Lineage lineage;

  /**
   * Checks the challenge that the statement names.
   *
   * @param approverSession the approver session of the submitting call
   */
  Step7Challenge(Step6Session step6, String approverSession, LiveState state)
      throws RefusedException {
    step4 = step6.step4();
    lineage = step6.lineage();
    DecisionStatement statement = form().statement();
    StoredChallenge challenge =
        Require.known(
            state.challenge(statement.challengeSha256()),
            RefusalCode.UNKNOWN_CHALLENGE,
            "no such session challenge was issued");
    Require.that(
        !challenge.used(), RefusalCode.CHALLENGE_USED, "the session challenge was used before");
    Require.that(
        state.now() < challenge.expiresAt(),
        RefusalCode.CHALLENGE_EXPIRED,
        "the session challenge has expired");
    Require.that(
        challenge.requestSha256().equals(statement.requestSha256())
            && challenge.approver().equals(statement.approver())
            && challenge.deviceJkt().equals(statement.deviceJkt())
            && challenge.approverSession().equals(approverSession),
        RefusalCode.CHALLENGE_MISMATCH,
        "the session challenge is for another request, approver, device or session");
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
