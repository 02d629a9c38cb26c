package dev.countersign.proof.verify;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.verify.LiveState.StoredRequest;

/** Step 5: the request is still open for this decision, and inside of live parents. */
final class Step5Pending {
  private final Step4Time step4;
  private final Lineage lineage;

  Step5Pending(Step4Time step4, LiveState state) throws RefusedException {
    this.step4 = step4;
    StoredRequest stored =
        Require.known(
            state.request(step4.form().statement().requestId()),
            RefusalCode.UNKNOWN_REQUEST,
            "no request has this id");
    boolean approval = step4.form().statement().decision().isApproval();
    boolean denialInTime = !approval && stored.unredeemedGrants();
    switch (stored.status()) {
      case PENDING -> {}
      case APPROVED ->
          Require.that(
              denialInTime, RefusalCode.ALREADY_DECIDED, "the request was already approved");
      case DENIED -> throw refused(RefusalCode.ALREADY_DECIDED, "was already denied");
      case WITHDRAWN -> throw refused(RefusalCode.WITHDRAWN, "was withdrawn by its requester");
      case SUPERSEDED -> throw refused(RefusalCode.SUPERSEDED, "was replaced by a newer one");
      case EXPIRED -> throw refused(RefusalCode.EXPIRED, "has expired");
      case REVOKED -> throw refused(RefusalCode.REVOKED, "was revoked");
    }
    lineage = approval ? Lineage.live(step4.request(), state) : Lineage.NONE;
  }

  /** The requests that it came from; none for a denial, which asks for no permission. */
  Lineage lineage() {
    return lineage;
  }

  private static RefusedException refused(RefusalCode code, String what) {
    return new RefusedException(code, "the request " + what);
  }

  Step4Time step4() {
    return step4;
  }
}
