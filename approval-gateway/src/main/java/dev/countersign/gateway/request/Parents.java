package dev.countersign.gateway.request;

import dev.countersign.gateway.GatewayIdentity;
import dev.countersign.gateway.live.LiveReading;
import dev.countersign.gateway.policy.Policy;
import dev.countersign.gateway.store.ApprovalStore;
import dev.countersign.gateway.store.Relations;
import dev.countersign.gateway.store.RequestRecord;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.request.Ask;
import dev.countersign.proof.request.Chain;
import dev.countersign.proof.request.Delegate;
import dev.countersign.proof.request.ParentRef;
import dev.countersign.proof.request.VerifiedRequest;
import dev.countersign.proof.verify.Lineage;
import dev.countersign.proof.x509.CardRules;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Keeps a chained request inside of its parent, before anybody is shown it. */
final class Parents {
  private final GatewayIdentity identity;
  private final ApprovalStore store;
  private final Policy policy;

  Parents(GatewayIdentity identity, ApprovalStore store, Policy policy) {
    this.identity = identity;
    this.store = store;
    this.policy = policy;
  }

  /**
   * When the parent of an ask ends, in Unix seconds: nothing that came of it may go on.
   *
   * @throws RefusedException {@code unknown_parent} or {@code parent_not_live}
   */
  OptionalLong end(Ask ask, long now) throws RefusedException {
    Optional<ParentRef> parent = ask.chain().parent();
    if (parent.isEmpty()) {
      return OptionalLong.empty();
    }
    RequestRecord stored = stored(parent.get());
    if (stored.expiresAt() <= now) {
      throw new RefusedException(RefusalCode.PARENT_NOT_LIVE, "the parent has expired");
    }
    return OptionalLong.of(stored.expiresAt());
  }

  /**
   * Checks a made request by the rules that its verification will apply, step 5.
   *
   * @return what the store must check again when it publishes
   * @throws RefusedException with a code of step 5
   */
  Relations require(RequestRecord made, Ask ask, long now) throws RefusedException {
    VerifiedRequest verified = VerifiedRequest.verify(made.envelope().toArray(), identity.keys());
    Lineage.live(verified, new LiveReading(identity, store, policy, CardRules.NONE, now));
    Chain chain = ask.chain();
    Optional<Relations.ChildOf> parent = Optional.empty();
    if (chain.parent().isPresent()) {
      parent = Optional.of(childOf(chain.parent().get(), verified));
    }
    return new Relations(ask.supersedes(), parent, !chain.delegates().isEmpty());
  }

  private Relations.ChildOf childOf(ParentRef named, VerifiedRequest child)
      throws RefusedException {
    Chain parent =
        VerifiedRequest.verify(stored(named).envelope().toArray(), identity.keys())
            .request()
            .chain();
    Map<String, Long> maxChildren = new HashMap<>();
    for (String type : child.request().details().types()) {
      maxChildren.put(type, parent.delegate(type).map(Delegate::maxChildren).orElse(0L));
    }
    return new Relations.ChildOf(named.requestId(), maxChildren);
  }

  private RequestRecord stored(ParentRef named) throws RefusedException {
    return store
        .requests()
        .find(named.requestId())
        .orElseThrow(() ->
            new RefusedException(RefusalCode.UNKNOWN_PARENT, "no request has the parent's id"));
  }
}
