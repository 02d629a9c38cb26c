package dev.countersign.proof.verify;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.request.ApprovalRequest;
import dev.countersign.proof.request.VerifiedRequest;
import dev.countersign.proof.verify.Enrolments.StoredApprover;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Step 9: the approver is enrolled, in a group that was asked for, and neither the requester nor
 * one whose request led to this one.
 */
final class Step9Approver<B extends BeforeDevice> {
  private final Step8Device<B> step8;

  Step9Approver(Step8Device<B> step8, Enrolments enrolments) throws RefusedException {
    this.step8 = step8;
    StoredApprover approver =
        Require.known(
            enrolments.approver(step8.before().form().statement().approver()),
            RefusalCode.UNKNOWN_APPROVER,
            "the approver is not enrolled");
    Require.goodStanding(
        approver.standing(),
        RefusalCode.APPROVER_REVOKED,
        RefusalCode.APPROVER_REVOKED,
        "approver");
    ApprovalRequest request = step8.before().request().request();
    Stream<ApprovalRequest> asked =
        Stream.concat(
            Stream.of(request),
            step8.before().lineage().ancestors().stream().map(VerifiedRequest::request));
    Require.that(
        request.quorum().slots().stream()
            .anyMatch(slot -> slot.stream().anyMatch(approver.groups()::contains)),
        RefusalCode.APPROVER_NOT_ELIGIBLE,
        "the approver is in none of the groups asked for");
    // Anyone in the group may stop an action, also their own.
    Require.that(
        !step8.before().form().statement().decision().isApproval()
            || asked.noneMatch(each -> isOwn(each, approver)),
        RefusalCode.APPROVER_IS_REQUESTER,
        "nobody approves what was asked by or for them, or came of it");
  }

  private static boolean isOwn(ApprovalRequest request, StoredApprover approver) {
    return Stream.of(Optional.of(request.requester().id()), request.requester().onBehalfOf())
        .flatMap(Optional::stream)
        .anyMatch(
            principal -> principal.equals(approver.id()) || principal.equals(approver.person()));
  }

  Step8Device<B> step8() {
    return step8;
  }
}
