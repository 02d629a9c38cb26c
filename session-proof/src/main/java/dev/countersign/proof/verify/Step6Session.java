package dev.countersign.proof.verify;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.request.RequesterSession;
import dev.countersign.proof.verify.LiveState.StoredSession;

/** Step 6: the requester's session is alive and identical to the one in the request. */
final class Step6Session {
  private final Step4Time step4;
  private final Lineage lineage;

  Step6Session(Step5Pending step5, LiveState state) throws RefusedException {
    step4 = step5.step4();
    lineage = step5.lineage();
    RequesterSession pinned = step4.request().request().session();
    StoredSession session =
        Require.known(
            state.session(pinned.id()),
            RefusalCode.SESSION_ENDED,
            "the requester's session is gone");
    Require.that(session.live(), RefusalCode.SESSION_ENDED, "the requester's session has ended");
    Require.that(
        session.current().equals(pinned),
        RefusalCode.SESSION_CHANGED,
        "the requester's session has changed");
  }

  Step4Time step4() {
    return step4;
  }

  Lineage lineage() {
    return lineage;
  }
}
