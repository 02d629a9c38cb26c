package dev.countersign.proof.verify;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.decision.DecisionStatement;
import dev.countersign.proof.request.ApprovalRequest;
import dev.countersign.proof.request.VerifiedRequest;

/** Step 2: the request is signed by a pinned key, and the statement is about it. */
final class Step2Request {
  private final Step1Form form;
  private final VerifiedRequest request;

  /** With the request of this envelope. */
  Step2Request(Step1Form form, byte[] envelope, Enrolments enrolments) throws RefusedException {
    this.form = form;
    this.request = VerifiedRequest.verify(envelope, enrolments.keys());
    requireAbout(form.statement(), request);
  }

  /** With the request that the gateway stored under the statement's id. */
  Step2Request(Step1Form form, LiveState state) throws RefusedException {
    this(form, stored(form.statement(), state).toArray(), state);
  }

  private static Bytes stored(DecisionStatement statement, LiveState state)
      throws RefusedException {
    return Require.known(
            state.request(statement.requestId()),
            RefusalCode.UNKNOWN_REQUEST,
            "no request has this id")
        .envelope();
  }

  private static void requireAbout(DecisionStatement statement, VerifiedRequest verified)
      throws RefusedException {
    Require.that(
        statement.requestSha256().equals(verified.sha256()),
        RefusalCode.REQUEST_MISMATCH,
        "the statement is about another request");
    ApprovalRequest request = verified.request();
    Require.that(
        statement.requestId().equals(request.requestId())
            && statement.sessionId().equals(request.session().id())
            && statement.sessionCnf().equals(request.session().confirmationJkt()),
        RefusalCode.STATEMENT_MISMATCH,
        "the statement repeats the request wrongly");
  }

  Step1Form form() {
    return form;
  }

  VerifiedRequest request() {
    return request;
  }
}
