package dev.countersign.proof.vectors;

import static dev.countersign.proof.RefusalCode.*;
import static dev.countersign.proof.vectors.AuthorizeCase.refused;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.decision.Decision;
import dev.countersign.proof.json.JsonBoolean;
import dev.countersign.proof.request.GatewayKeys;
import dev.countersign.proof.testing.Changes;
import dev.countersign.proof.testing.Edit;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.MemoryLiveState;
import dev.countersign.proof.verify.LiveState.RequestStatus;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Steps 2 to 7, 12 and 14: request, session, session challenge and policy as they are now. */
final class LiveRequestCases extends AuthorizeTopic {
  LiveRequestCases() {
    context();
    status();
    session();
    challenge();
    displayAndPolicy();
  }

  private void context() {
    live(
        UNKNOWN_REQUEST,
        "request-unknown",
        "S0.8",
        "no request has that id",
        s -> s.requests.clear());
    live(
        UNKNOWN_GATEWAY_KEY,
        "gateway-key",
        "S1.3",
        "the gateway has other keys since",
        s -> s.keys = new GatewayKeys(Fixture.ISSUER, List.of()));
    live(
        WRONG_ISSUER,
        "issuer",
        "S1.3",
        "a gateway of another name",
        s -> s.keys = new GatewayKeys("x", s.keys.keys()));
    live(
        WRONG_AUDIENCE,
        "audience",
        "S1.3",
        "a gateway with another RP ID",
        s -> s.audience = "other.example.com");
    live(
        WRONG_EPOCH,
        "epoch",
        "S1.3",
        "the ledger was restored",
        s -> s.epoch = Bytes.of(new byte[16]));
    live(EXPIRED, "expired", "S2.1", "the first second too late", s -> s.now = Fixture.EXPIRES_AT);
    live(
        NOT_YET_VALID,
        "not-yet-valid",
        "S0.7",
        "before it was issued",
        s -> s.now = Fixture.ISSUED_AT - 1);
  }

  private void status() {
    status(ALREADY_DECIDED, "approved", "S0.3", RequestStatus.APPROVED, true, Decision.APPROVE);
    status(ALREADY_DECIDED, "redeemed", "S0.3", RequestStatus.APPROVED, false, Decision.DENY);
    status(ALREADY_DECIDED, "denied", "S0.3", RequestStatus.DENIED, true, Decision.DENY);
    status(WITHDRAWN, "withdrawn", "", RequestStatus.WITHDRAWN, false, Decision.APPROVE);
    status(SUPERSEDED, "superseded", "S2.7", RequestStatus.SUPERSEDED, false, Decision.APPROVE);
    status(EXPIRED, "closed-expired", "", RequestStatus.EXPIRED, false, Decision.APPROVE);
    status(REVOKED, "revoked", "S1.7", RequestStatus.REVOKED, false, Decision.APPROVE);
    status(REVOKED, "revoked-deny", "S1.7", RequestStatus.REVOKED, true, Decision.DENY);
  }

  private void session() {
    live(SESSION_ENDED, "session-gone", "S2.1", "the session is gone", s -> s.sessions.clear());
    live(
        SESSION_ENDED,
        "session-ended",
        "S3.4",
        "the session has ended",
        s -> Changes.session(s, false, "10.2.3.4"));
    live(
        SESSION_CHANGED,
        "session-address",
        "S3.1",
        "the session has another address now",
        s -> Changes.session(s, true, "10.9.9.9"));
    live(
        SESSION_CHANGED,
        "session-key",
        "S3.6",
        "the session has another key now",
        Changes::sessionKey);
  }

  private void challenge() {
    live(UNKNOWN_CHALLENGE, "challenge-unknown", "S1.4", "never issued", s -> s.challenges.clear());
    live(
        CHALLENGE_USED, "challenge-used", "S1.4", "used before", s -> Changes.challenge(s, "used"));
    live(
        CHALLENGE_EXPIRED,
        "challenge-expired",
        "S1.4",
        "the first second too late for the challenge",
        s -> s.now = Fixture.ISSUED_AT + 90);
    for (String what : List.of("request", "approver", "device", "session")) {
      live(
          CHALLENGE_MISMATCH,
          "challenge-" + what,
          "S2.6",
          "a challenge that was issued for another " + what,
          s -> Changes.challenge(s, what));
    }
    live(
        CHALLENGE_MISMATCH,
        "call-session",
        "S2.10",
        "submitted in another approver session",
        s -> s.call = new RecordedState.Call(Fixture.DEVICE_JKT, "another"));
  }

  private void displayAndPolicy() {
    add(refused(DISPLAY_MISMATCH, "live-display", "S2.7", "something else was shown"))
        .with(
            s -> s.statement(j -> Edit.set(j, "display_digest", Fixture.otherDigest().toString())));
    add(refused(PHRASE_REQUIRED, "live-phrase", "", "the phrase was not typed"))
        .with(s -> s.statement(j -> Edit.set(j, "phrase_typed", new JsonBoolean(false))));
    add(refused(REVIEW_TOO_SHORT, "live-review", "", "a review that was too short"))
        .with(s -> s.statement(j -> Edit.set(j, "reviewed_ms", 0)));
    live(
        POLICY_DENIED,
        "policy",
        "S2.8 S2.9",
        "policy objects now",
        s -> s.objection = Optional.of("a change freeze has begun"));
  }

  private void live(
      RefusalCode code, String name, String ids, String about, Consumer<MemoryLiveState> change) {
    add(refused(code, "live-" + name, ids, about)).state(change);
  }

  private void status(
      RefusalCode code,
      String name,
      String ids,
      RequestStatus status,
      boolean unredeemed,
      Decision decision) {
    String about =
        decision.wire()
            + " when "
            + status.name().toLowerCase(java.util.Locale.ROOT)
            + (unredeemed ? ", a grant unredeemed" : "");
    add(refused(code, "live-" + name, ids, about))
        .decision(decision)
        .state(s -> Changes.status(s, status, unredeemed));
  }
}
