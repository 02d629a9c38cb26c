package dev.countersign.proof.verify;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.decision.DecisionStatement;
import dev.countersign.proof.presentation.Presentation;
import dev.countersign.proof.request.Confirmation;

/** Step 12: what was displayed is the recomputed presentation, reviewed as the request asks. */
final class Step12Display<B extends BeforeDevice> {
  private final Step11Evidence<B> step11;

  Step12Display(Step11Evidence<B> step11) throws RefusedException {
    this.step11 = step11;
    DecisionStatement statement = before().form().statement();
    Presentation presentation = Presentation.of(before().request());
    Require.that(
        statement.displayDigest().equals(presentation.displayDigest()),
        RefusalCode.DISPLAY_MISMATCH,
        "another presentation was displayed than the request's");
    if (!statement.decision().isApproval()) {
      return;
    }
    Confirmation required = before().request().request().confirmation();
    Require.that(
        statement.phraseTyped() || !required.phraseRequired(),
        RefusalCode.PHRASE_REQUIRED,
        "the phrase was not typed");
    Require.that(
        statement.reviewedMillis() >= required.minReviewSeconds() * 1000,
        RefusalCode.REVIEW_TOO_SHORT,
        "the review was too short");
  }

  B before() {
    return step11.step10().step8().before();
  }

  Step11Evidence<B> step11() {
    return step11;
  }
}
