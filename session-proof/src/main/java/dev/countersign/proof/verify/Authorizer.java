package dev.countersign.proof.verify;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.verify.LiveState.WitnessedHead;
import java.util.Optional;

/** The entry {@code authorize}: steps 1 to 14 for one submission, in order. */
final class Authorizer {
  private final LiveState state;
  private final Submission submission;

  // What has been reached, so that a refusal can carry it.
  private Optional<Step1Form> reached = Optional.empty();
  private Optional<Step8Device<Step7Challenge>> provenDevice = Optional.empty();

  Authorizer(Submission submission, LiveState state) {
    this.submission = submission;
    this.state = state;
  }

  Authorization authorize() {
    try {
      return steps();
    } catch (RefusedException refused) {
      return refusal(refused);
    }
  }

  private Authorized steps() throws RefusedException {
    Step1Form step1 = new Step1Form(submission.proof().toArray());
    reached = Optional.of(step1);
    Step2Request step2 = new Step2Request(step1, state);
    Step3Context step3 = new Step3Context(step2, state);
    Step4Time step4 = new Step4Time(step3, state.now());
    Step5Pending step5 = new Step5Pending(step4, state);
    Step6Session step6 = new Step6Session(step5, state);
    Step7Challenge step7 = new Step7Challenge(step6, submission.approverSession(), state);
    Step8Device<Step7Challenge> step8 = new Step8Device<>(step7, submission.callerJkt(), state);
    provenDevice = Optional.of(step8);
    Step9Approver<Step7Challenge> step9 = new Step9Approver<>(step8, state);
    Step10Token<Step7Challenge> step10 = new Step10Token<>(step9, state);
    Step11Evidence<Step7Challenge> step11 = new Step11Evidence<>(step10, state);
    Step12Display<Step7Challenge> step12 = new Step12Display<>(step11);
    Step13Log step13 = new Step13Log(step12, submission.logEvidence(), state);
    return new Authorized(new Step14Policy(step13, state));
  }

  /**
   * A refusal after step 8 still keeps what the device proved of its log, and still suspends it for
   * a fork; whatever the log check finds besides does not replace the first failure.
   */
  private Authorization.Refused refusal(RefusedException refused) {
    Optional<WitnessedHead> head = Optional.empty();
    boolean fork = refused.code() == RefusalCode.LOG_FORK;
    if (provenDevice.isPresent() && refused.code().step() != RefusalCode.LOG_FORK.step()) {
      try {
        head = Optional.of(LogCheck.verify(provenDevice.get(), submission.logEvidence(), state));
      } catch (RefusedException log) {
        fork = log.code() == RefusalCode.LOG_FORK;
      }
    }
    return new Authorization.Refused(
        refused.code(),
        String.valueOf(refused.getMessage()),
        reached.map(Step1Form::statement),
        reached.map(Step1Form::challenge),
        head,
        fork);
  }
}
