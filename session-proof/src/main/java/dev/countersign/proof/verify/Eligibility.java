package dev.countersign.proof.verify;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.decision.Decision;
import dev.countersign.proof.request.ApprovalRequest;
import java.util.List;
import java.util.Objects;

/** Step 9, the part that both entries can check: the right group, and never one's own request. */
final class Eligibility {
  private Eligibility() {}

  static void require(
      ApprovalRequest request,
      Decision decision,
      String approver,
      String person,
      List<String> groups)
      throws RefusedException {
    boolean inSlot =
        request.quorum().slots().stream()
            .anyMatch(slot -> slot.stream().anyMatch(groups::contains));
    if (!inSlot) {
      throw new RefusedException(
          RefusalCode.APPROVER_NOT_ELIGIBLE, "the approver is in none of the groups asked for");
    }
    if (!decision.isApproval()) {
      return; // anyone in the group may stop an action, also their own
    }
    boolean own =
        isOne(request.requester().id(), approver, person)
            || request
                .requester()
                .onBehalfOf()
                .filter(principal -> isOne(principal, approver, person))
                .isPresent();
    if (own) {
      throw new RefusedException(
          RefusalCode.APPROVER_IS_REQUESTER, "nobody approves what was asked by or for them");
    }
  }

  private static boolean isOne(String principal, String approver, String person) {
    return Objects.equals(principal, approver) || Objects.equals(principal, person);
  }
}
