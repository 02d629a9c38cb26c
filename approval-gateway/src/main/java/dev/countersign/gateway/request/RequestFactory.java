package dev.countersign.gateway.request;

import dev.countersign.gateway.GatewayIdentity;
import dev.countersign.gateway.Ids;
import dev.countersign.gateway.policy.PolicyOutcome.Conditions;
import dev.countersign.gateway.store.RequestRecord;
import dev.countersign.gateway.store.RequestState;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.presentation.Presentation;
import dev.countersign.proof.presentation.Templates;
import dev.countersign.proof.request.ApprovalRequest;
import dev.countersign.proof.request.Ask;
import dev.countersign.proof.request.Envelope;
import dev.countersign.proof.request.PayloadType;
import dev.countersign.proof.request.VerifiedRequest;
import java.util.OptionalLong;

/** Adds to a checked ask what only the gateway may say, and signs it. */
final class RequestFactory {
  private final GatewayIdentity identity;
  private final Ids ids;

  RequestFactory(GatewayIdentity identity, Ids ids) {
    this.identity = identity;
    this.ids = ids;
  }

  /**
   * The moment of an issue.
   *
   * @param now Unix seconds
   * @param parentEnds the first second in which the parent is no longer valid
   */
  record Issue(Bytes epoch, long now, OptionalLong parentEnds) {
    /** The end of a request: it outlives neither its session nor its parent. */
    long end(long lifeSeconds, long sessionEnds) {
      return Math.min(Math.min(now + lifeSeconds, sessionEnds), parentEnds.orElse(Long.MAX_VALUE));
    }
  }

  /**
   * The signed request. The nonce is drawn here, after the ask is fixed.
   *
   * @throws RefusedException if what came of it is not a request that a desk could verify and show,
   *     for example because it is too large
   */
  RequestRecord make(AskCheck.Checked checked, Conditions conditions, String executor, Issue issue)
      throws RefusedException {
    ApprovalRequest request = request(checked, conditions, issue);
    Envelope envelope =
        Envelope.sign(PayloadType.APPROVAL_REQUEST, request.json(), identity.signingKey());
    byte[] wire = envelope.wire();
    // Never publish what the other side would have to refuse.
    VerifiedRequest verified = VerifiedRequest.verify(wire, identity.keys());
    Presentation.of(verified);
    return new RequestRecord(
        request.requestId(),
        verified.sha256(),
        Bytes.of(wire),
        checked.ask().askId(),
        checked.wireSha256(),
        checked.session().id(),
        issue.epoch(),
        executor,
        request.issuedAt(),
        request.expiresAt(),
        RequestState.PENDING,
        OptionalLong.empty(),
        ids.next("cor_"));
  }

  private ApprovalRequest request(AskCheck.Checked checked, Conditions conditions, Issue issue) {
    Ask ask = checked.ask();
    return new ApprovalRequest(
        identity.issuer(),
        identity.audience(),
        ids.next("req_"),
        issue.epoch(),
        checked.envelope().digest(),
        checked.session().session(),
        checked.session().requester(),
        ask.details(),
        ask.reason(),
        ask.ticket(),
        ask.context(),
        conditions.risk(),
        conditions.policy(),
        conditions.quorum(),
        conditions.confirmation(),
        ask.chain(),
        ask.supersedes(),
        ids.bytes(ApprovalRequest.NONCE_BYTES),
        issue.now(),
        issue.end(conditions.lifeSeconds(), checked.session().expiresAt()),
        Templates.newestFor(ask.details()).ref());
  }
}
