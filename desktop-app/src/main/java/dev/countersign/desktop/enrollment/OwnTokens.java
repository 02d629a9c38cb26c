package dev.countersign.desktop.enrollment;

import dev.countersign.desktop.approval.EnrolledCredential;
import java.io.IOException;
import java.util.List;

/** The approver's enrolled tokens, while no window is open on this device. */
public interface OwnTokens {

  /** How a use of them ended. */
  sealed interface Result {
    /** The change was tried. */
    record Tried(TokenChangeOutcome outcome) implements Result {}

    /** It was not; why, in one sentence. */
    record NotUsable(String sentence) implements Result {}
  }

  /** What is to be changed. */
  @FunctionalInterface
  interface Work {
    TokenChangeOutcome on(TokenChanges changes) throws InterruptedException;
  }

  /**
   * The tokens that this device knows.
   *
   * @throws IOException when this device is not enrolled, or its enrolment is not readable
   */
  List<EnrolledCredential> enrolled() throws IOException;

  /** Makes one change, with the audit log open for it. */
  Result change(Work work) throws InterruptedException;
}
