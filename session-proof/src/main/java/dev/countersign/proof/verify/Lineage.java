package dev.countersign.proof.verify;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.request.ApprovalRequest;
import dev.countersign.proof.request.Delegate;
import dev.countersign.proof.request.GatewayKeys;
import dev.countersign.proof.request.ParentRef;
import dev.countersign.proof.request.VerifiedRequest;
import dev.countersign.proof.verify.LiveState.RequestStatus;
import dev.countersign.proof.verify.LiveState.StoredRequest;
import dev.countersign.proof.verify.LiveState.StoredSession;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The requests that a chained request came from, its parent first, each inside the next. Holding
 * one is the evidence that it was checked.
 */
public final class Lineage {
  /** Of a request that was asked for on its own. */
  static final Lineage NONE = new Lineage(List.of());

  private final List<VerifiedRequest> ancestors;

  private Lineage(List<VerifiedRequest> ancestors) {
    this.ancestors = List.copyOf(ancestors);
  }

  List<VerifiedRequest> ancestors() {
    return ancestors;
  }

  /** Whether it reaches the request that started it all. */
  boolean isComplete(VerifiedRequest request) {
    VerifiedRequest last = ancestors.isEmpty() ? request : ancestors.getLast();
    return last.request().chain().parent().isEmpty();
  }

  /**
   * Follows a request's parents through live state: each known, approved, in time, in this epoch,
   * with a live and unchanged session, and the request inside it; and the parent has not had more
   * children than it may.
   *
   * @throws RefusedException with a code of step 5, or of step 2 for a parent
   */
  public static Lineage live(VerifiedRequest request, LiveState state) throws RefusedException {
    List<VerifiedRequest> ancestors = new ArrayList<>();
    VerifiedRequest child = request;
    while (child.request().chain().parent().isPresent()) {
      ParentRef named = child.request().chain().parent().get();
      StoredRequest stored =
          Require.known(
              state.request(named.requestId()),
              RefusalCode.UNKNOWN_PARENT,
              "no request has the parent's id");
      VerifiedRequest parent = link(ancestors, child, stored.envelope().toArray(), state.keys());
      requireLive(parent.request(), stored, state);
      child = parent;
    }
    if (!ancestors.isEmpty()) {
      requireRoom(request.request(), ancestors.getFirst().request(), state);
    }
    return new Lineage(ancestors);
  }

  /**
   * Checks given parents without live state: each is the one named and the request is inside it.
   *
   * @param envelopes the parent's envelope, then its parent's, as far as they are at hand
   * @throws RefusedException with a code of step 5, or of steps 1 and 2 for a parent
   */
  static Lineage given(VerifiedRequest request, List<byte[]> envelopes, GatewayKeys keys)
      throws RefusedException {
    List<VerifiedRequest> ancestors = new ArrayList<>();
    VerifiedRequest child = request;
    for (byte[] envelope : envelopes) {
      child = link(ancestors, child, envelope, keys);
    }
    return new Lineage(ancestors);
  }

  private static VerifiedRequest link(
      List<VerifiedRequest> ancestors, VerifiedRequest child, byte[] envelope, GatewayKeys keys)
      throws RefusedException {
    VerifiedRequest parent = VerifiedRequest.verify(envelope, keys);
    requireInside(child.request(), parent);
    Require.that(
        ancestors.size() < Delegate.MAX_DEPTH, RefusalCode.TOO_DEEP, "the chain is too long");
    ancestors.add(parent);
    return parent;
  }

  /** Everything about one link that the two requests themselves show. */
  private static void requireInside(ApprovalRequest child, VerifiedRequest verified)
      throws RefusedException {
    ApprovalRequest parent = verified.request();
    Optional<ParentRef> named = child.chain().parent();
    Require.that(
        named
                .filter(ref ->
                    ref.requestId().equals(parent.requestId())
                        && ref.sha256().equals(verified.sha256()))
                .isPresent()
            && child.epoch().equals(parent.epoch()),
        RefusalCode.PARENT_MISMATCH,
        "the parent is not the request that was named");
    Require.that(
        child.expiresAt() <= parent.expiresAt(),
        RefusalCode.OUTLIVES_PARENT,
        "the request would outlive its parent");
    for (JsonObject detail : child.details().items()) {
      Require.that(
          parent.chain().delegates().stream().anyMatch(delegate -> delegate.covers(detail)),
          RefusalCode.OUTSIDE_PARENT,
          "a detail is outside of what the parent allows its children");
    }
    for (Delegate passedOn : child.chain().delegates()) {
      Delegate allowed =
          Require.known(
              parent.chain().delegate(passedOn.type()).filter(own -> own.covers(passedOn)),
              RefusalCode.OUTSIDE_PARENT,
              "the request passes on more than its parent allows");
      Require.that(
          passedOn.depth() < allowed.depth(),
          RefusalCode.TOO_DEEP,
          "the request passes on to more levels than its parent allows");
    }
  }

  private static void requireLive(ApprovalRequest parent, StoredRequest stored, LiveState state)
      throws RefusedException {
    boolean sessionLives =
        state
            .session(parent.session().id())
            .filter(StoredSession::live)
            .filter(now -> now.current().equals(parent.session()))
            .isPresent();
    Require.that(
        stored.status() == RequestStatus.APPROVED
            && state.now() < parent.expiresAt()
            && parent.epoch().equals(state.epoch())
            && sessionLives,
        RefusalCode.PARENT_NOT_LIVE,
        "the parent is not approved, or it or its session has ended");
  }

  private static void requireRoom(ApprovalRequest child, ApprovalRequest parent, LiveState state)
      throws RefusedException {
    Set<String> types = new LinkedHashSet<>(child.details().types());
    for (String type : types) {
      long max = parent.chain().delegate(type).orElseThrow().maxChildren();
      Require.that(
          state.approvedChildren(parent.requestId(), type, child.requestId()) < max,
          RefusalCode.TOO_MANY_CHILDREN,
          "the parent has had all the children it may have");
    }
  }
}
