package dev.countersign.gateway.request;

import dev.countersign.gateway.Caller.RequesterCaller;
import dev.countersign.gateway.GatewayCode;
import dev.countersign.gateway.Refusal;
import dev.countersign.gateway.session.SessionChecks;
import dev.countersign.gateway.store.ApprovalStore;
import dev.countersign.gateway.store.Client;
import dev.countersign.gateway.store.SessionRecord;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.request.Ask;
import dev.countersign.proof.request.Envelope;
import dev.countersign.proof.request.PayloadType;
import java.time.InstantSource;
import java.util.Optional;

/** Checks a signed ask, in order: form, signature, issuer, session. Time comes later. */
final class AskCheck {
  private final String issuer;
  private final ApprovalStore store;
  private final SessionChecks sessions;

  AskCheck(String issuer, ApprovalStore store, InstantSource clock) {
    this.issuer = issuer;
    this.store = store;
    this.sessions = new SessionChecks(store, clock);
  }

  /**
   * An ask that is the caller's own, in its live and unchanged session.
   *
   * @param wireSha256 SHA-256 of the envelope's bytes, to recognise a repetition
   */
  record Checked(Ask ask, Envelope envelope, Digest wireSha256, SessionRecord session) {}

  /** The result of the check. */
  sealed interface Result {
    record Good(Checked checked) implements Result {}

    record Bad(Refusal refusal) implements Result {}

    /** The calling client is not a registered requester with this key. */
    record Stranger() implements Result {}
  }

  Result check(RequesterCaller caller, byte[] wire) {
    Optional<Client> client =
        store
            .directory()
            .client(caller.id())
            .filter(found -> found.role() == Client.Role.REQUESTER && !found.revoked())
            .filter(found -> found.key().thumbprint().equals(caller.jkt()));
    if (client.isEmpty()) {
      return new Result.Stranger();
    }
    try {
      Envelope envelope = Envelope.parse(wire, PayloadType.ASK);
      if (!envelope.isSignedBy(client.get().key())) {
        return bad(
            Refusal.of(
                GatewayCode.BAD_ASK_SIGNATURE, "the ask is not signed by the session's key"));
      }
      return inSession(caller, Ask.read(envelope.json()), envelope, Digest.sha256(wire));
    } catch (RefusedException refused) {
      return bad(Refusal.of(refused));
    }
  }

  private Result inSession(RequesterCaller caller, Ask ask, Envelope envelope, Digest wireSha256) {
    if (!ask.issuer().equals(issuer)) {
      return bad(Refusal.of(RefusalCode.WRONG_ISSUER, "the ask names another gateway"));
    }
    Optional<SessionRecord> session = store.sessions().session(ask.sessionId());
    if (session.isEmpty()) {
      return bad(Refusal.of(RefusalCode.SESSION_ENDED, "there is no such session"));
    }
    return sessions
        .refusal(caller, session.get())
        .map(AskCheck::bad)
        .orElseGet(() -> new Result.Good(new Checked(ask, envelope, wireSha256, session.get())));
  }

  private static Result bad(Refusal refusal) {
    return new Result.Bad(refusal);
  }
}
