package dev.countersign.proof.verify;

import dev.countersign.proof.RefusedException;
import dev.countersign.proof.decision.DecisionStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The entry {@code examine}: steps 1 to 4, 5 for given parents, and 8 to 12 from a trust file,
 * without live state.
 */
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

  Examination examine(byte[] request, List<byte[]> parents, byte[] proof, OptionalLong givenTime) {
    try {
      return valid(steps(request, parents, proof, givenTime));
    } catch (RefusedException refused) {
      return new Examination.Invalid(refused.code(), String.valueOf(refused.getMessage()));
    }
  }

  private Step12Display<Step5Parents> steps(
      byte[] request, List<byte[]> parents, byte[] proof, OptionalLong givenTime)
      throws RefusedException {
    Step1Form step1 = new Step1Form(proof);
    DecisionStatement statement = step1.statement();
    long time = givenTime.orElse(statement.at());
    Enrolments enrolments = new TrustAt(trust, time);
    Step2Request step2 = new Step2Request(step1, request, enrolments);
    Step3Context step3 = new Step3Context(step2, enrolments);
    Step4Time step4 = new Step4Time(step3, time);
    Step5Parents step5 = new Step5Parents(step4, parents, enrolments);
    Step8Device<Step5Parents> step8 = new Step8Device<>(step5, statement.deviceJkt(), enrolments);
    Step9Approver<Step5Parents> step9 = new Step9Approver<>(step8, enrolments);
    Step10Token<Step5Parents> step10 = new Step10Token<>(step9, enrolments);
    Step11Evidence<Step5Parents> step11 = new Step11Evidence<>(step10, enrolments);
    return new Step12Display<>(step11);
  }

  private static Examination.Valid valid(Step12Display<Step5Parents> passed) {
    List<String> checked = new ArrayList<>(CHECKED);
    List<String> notChecked = new ArrayList<>(NOT_CHECKED);
    Step5Parents step5 = passed.before();
    if (step5.request().request().chain().parent().isPresent()) {
      boolean all = step5.lineage().isComplete(step5.request());
      (all ? checked : notChecked).add("parents");
      notChecked.add("parents_approved");
    }
    return new Examination.Valid(
        step5.form().statement().decision(), List.copyOf(checked), List.copyOf(notChecked));
  }
}
