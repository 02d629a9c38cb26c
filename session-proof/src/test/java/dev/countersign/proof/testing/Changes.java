package dev.countersign.proof.testing;

import dev.countersign.proof.request.Attributes;
import dev.countersign.proof.request.RequesterSession;
import dev.countersign.proof.request.Source;
import dev.countersign.proof.verify.Enrolments.Standing;
import dev.countersign.proof.verify.Enrolments.StoredToken;
import dev.countersign.proof.verify.LiveState.RequestStatus;
import dev.countersign.proof.verify.LiveState.StoredChallenge;
import dev.countersign.proof.verify.LiveState.StoredRequest;
import dev.countersign.proof.verify.LiveState.StoredSession;

/** What can change in live state between the display of a request and its decision. */
public final class Changes {
  private Changes() {}

  public static void status(MemoryLiveState state, RequestStatus status, boolean unredeemedGrants) {
    state.requests.computeIfPresent(
        Fixture.REQUEST_ID,
        (id, stored) -> new StoredRequest(stored.envelope(), status, unredeemedGrants));
  }

  /** The session as it is now, with its pinned address. */
  public static void session(MemoryLiveState state, boolean live, String address) {
    state.sessions.replaceAll((id, stored) -> {
      RequesterSession pinned = stored.current();
      Attributes attributes = pinned.attributes().with("address", Source.OBSERVED, address);
      return new StoredSession(
          new RequesterSession(
              pinned.id(), pinned.kind(), pinned.confirmationJkt(), pinned.startedAt(), attributes),
          live);
    });
  }

  public static void sessionKey(MemoryLiveState state) {
    state.sessions.replaceAll((id, stored) -> {
      RequesterSession pinned = stored.current();
      return new StoredSession(
          new RequesterSession(
              pinned.id(),
              pinned.kind(),
              Fixture.DEVICE_JKT,
              pinned.startedAt(),
              pinned.attributes()),
          true);
    });
  }

  /** The challenge was issued for another {@code what}, or is {@code used}. */
  public static void challenge(MemoryLiveState state, String what) {
    state.challenges.replaceAll((digest, issued) ->
        new StoredChallenge(
            what.equals("request") ? Fixture.otherDigest() : issued.requestSha256(),
            what.equals("approver") ? "jonas" : issued.approver(),
            what.equals("device") ? "another" : issued.deviceJkt(),
            what.equals("session") ? "another" : issued.approverSession(),
            issued.expiresAt(),
            what.equals("used")));
  }

  public static void tokenOfAnother(MemoryLiveState state) {
    state.tokens.put(
        Fixture.TOKEN.id(),
        new StoredToken(Fixture.TOKEN.credential(), "jonas", false, Standing.GOOD));
  }

  public static void witnessedMore(MemoryLiveState state) {
    state.heads.put(Fixture.DEVICE_JKT, MemoryLog.of("earlier", 64).head(4));
  }
}
