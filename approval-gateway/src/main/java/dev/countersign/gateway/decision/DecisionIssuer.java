package dev.countersign.gateway.decision;

import dev.countersign.gateway.GatewayIdentity;
import dev.countersign.gateway.Ids;
import dev.countersign.gateway.grant.Grant;
import dev.countersign.gateway.store.DecisionStore;
import dev.countersign.gateway.store.GrantRecord;
import dev.countersign.gateway.store.RequestRecord;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.decision.Receipt;
import dev.countersign.proof.request.ApprovalRequest;
import dev.countersign.proof.request.Envelope;
import dev.countersign.proof.request.PayloadType;
import dev.countersign.proof.verify.Authorized;

/** Signs the receipt and the grant of one authorised decision. */
record DecisionIssuer(
    GatewayIdentity identity, Ids ids, Authorized authorized, RequestRecord stored)
    implements DecisionStore.Issuer {

  @Override
  public Bytes receipt(long seq, long at) {
    Receipt receipt =
        new Receipt(
            identity.issuer(),
            authorized.request().sha256(),
            authorized.challenge(),
            seq,
            authorized.statement().decision(),
            authorized.assurance(),
            at,
            authorized.head().size(),
            authorized.head().root());
    return Bytes.of(
        Envelope.sign(PayloadType.RECEIPT, receipt.json(), identity.signingKey()).wire());
  }

  @Override
  public GrantRecord grant(long at) {
    ApprovalRequest request = authorized.request().request();
    Grant grant =
        new Grant(
            ids.next("gra_"),
            identity.issuer(),
            stored.executor(),
            request.requestId(),
            authorized.request().sha256(),
            request.epoch(),
            request.session().confirmationJkt(),
            request.session().id(),
            at,
            at + Grant.MAX_LIFE_SECONDS,
            stored.correlationId());
    Envelope envelope = Envelope.sign(PayloadType.GRANT, grant.json(), identity.signingKey());
    return new GrantRecord(
        grant.grantId(),
        request.requestId(),
        envelope.digest(),
        Bytes.of(envelope.wire()),
        grant.executor(),
        request.details().items().size(),
        grant.expiresAt(),
        false);
  }
}
