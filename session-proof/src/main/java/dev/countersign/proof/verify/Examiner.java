package dev.countersign.proof.verify;

import dev.countersign.proof.RefusedException;
import dev.countersign.proof.decision.DecisionStatement;
import java.util.List;
import java.util.OptionalLong;

/** The entry {@code examine}: steps 1 to 4 and 8 to 12 from a trust file, without live state. */
final class Examiner {
  private static final List<String> CHECKED =
      List.of(
          "form",
          "request",
          "context",
          "time",
          "device",
          "approver",
          "token",
          "evidence",
          "display");
  private static final List<String> NOT_CHECKED =
      List.of(
          "pending",
          "requester_session",
          "session_challenge",
          "single_use",
          "audit_log",
          "policy",
          "counter",
          "current_epoch");

  private final TrustFile trust;

  Examiner(TrustFile trust) {
    this.trust = trust;
  }

  Examination examine(byte[] request, byte[] proof, OptionalLong givenTime) {
    try {
      return valid(steps(request, proof, givenTime));
    } catch (RefusedException refused) {
      return new Examination.Invalid(refused.code(), String.valueOf(refused.getMessage()));
    }
  }

  private Step12Display<Step4Time> steps(byte[] request, byte[] proof, OptionalLong givenTime)
      throws RefusedException {
    Step1Form step1 = new Step1Form(proof);
    DecisionStatement statement = step1.statement();
    long time = givenTime.orElse(statement.at());
    Enrolments enrolments = new TrustAt(trust, time);
    Step2Request step2 = new Step2Request(step1, request, enrolments);
    Step3Context step3 = new Step3Context(step2, enrolments);
    Step4Time step4 = new Step4Time(step3, time);
    Step8Device<Step4Time> step8 = new Step8Device<>(step4, statement.deviceJkt(), enrolments);
    Step9Approver<Step4Time> step9 = new Step9Approver<>(step8, enrolments);
    Step10Token<Step4Time> step10 = new Step10Token<>(step9, enrolments);
    Step11Evidence<Step4Time> step11 = new Step11Evidence<>(step10, enrolments);
    return new Step12Display<>(step11);
  }

  private static Examination.Valid valid(Step12Display<Step4Time> passed) {
    return new Examination.Valid(
        passed.before().form().statement().decision(), CHECKED, NOT_CHECKED);
  }
}
