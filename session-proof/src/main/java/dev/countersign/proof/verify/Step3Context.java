package dev.countersign.proof.verify;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.decision.DecisionStatement;
import dev.countersign.proof.request.ApprovalRequest;

/** Step 3: issuer, audience, epoch and nonce are the request's and the verifier's own. */
final class Step3Context {
  private final Step2Request step2;

  Step3Context(Step2Request step2, Enrolments enrolments) throws RefusedException {
    this.step2 = step2;
    DecisionStatement statement = step2.form().statement();
    ApprovalRequest request = step2.request().request();
    String issuer = enrolments.keys().issuer();
    Require.that(
        statement.issuer().equals(issuer) && request.issuer().equals(issuer),
        RefusalCode.WRONG_ISSUER,
        "another issuer");
    String audience = enrolments.audience();
    Require.that(
        statement.audience().equals(audience) && request.audience().equals(audience),
        RefusalCode.WRONG_AUDIENCE,
        "another audience");
    Require.that(
        statement.epoch().equals(request.epoch()),
        RefusalCode.WRONG_EPOCH,
        "another epoch than the request's");
    Require.that(
        statement.nonce().equals(request.nonce()),
        RefusalCode.WRONG_NONCE,
        "another nonce than the request's");
  }

  /** With live state, the epoch is also the ledger's. */
  Step3Context(Step2Request step2, LiveState state) throws RefusedException {
    this(step2, (Enrolments) state);
    Require.that(
        step2.request().request().epoch().equals(state.epoch()),
        RefusalCode.WRONG_EPOCH,
        "the ledger was restored since the request");
  }

  Step2Request step2() {
    return step2;
  }
}
