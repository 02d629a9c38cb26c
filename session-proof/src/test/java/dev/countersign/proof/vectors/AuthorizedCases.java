package dev.countersign.proof.vectors;

import static dev.countersign.proof.RefusalCode.*;
import static dev.countersign.proof.vectors.AuthorizeCase.valid;

import dev.countersign.proof.decision.Decision;
import dev.countersign.proof.testing.Changes;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.MemoryLiveState;
import dev.countersign.proof.testing.MemoryLog;
import dev.countersign.proof.verify.Enrolments.Standing;
import dev.countersign.proof.verify.Enrolments.StoredApprover;
import dev.countersign.proof.verify.LiveState.RequestStatus;
import java.util.Optional;

/** What authorize accepts. */
final class AuthorizedCases extends AuthorizeTopic {
  AuthorizedCases() {
    votes();
    logs();
  }

  private void votes() {
    add(valid("live-approve", "S0.10 S2.1", "an approval with everything in place"));
    add(valid("live-deny", "", "a denial with everything in place")).decision(Decision.DENY);
    add(valid("live-deny-and-revoke", "S3.9", "a denial that ends the session"))
        .decision(Decision.DENY_AND_REVOKE);
    add(valid("live-deny-late", "S1.7", "a denial of what was approved and not redeemed yet"))
        .decision(Decision.DENY)
        .state(s -> Changes.status(s, RequestStatus.APPROVED, true));
    add(valid("live-deny-policy", "", "a denial while policy objects"))
        .decision(Decision.DENY)
        .state(s -> s.objection = Optional.of("freeze"));
    add(valid("live-deny-own", "", "a requester in the group may stop their own request"))
        .decision(Decision.DENY)
        .state(s ->
            s.approvers.replaceAll(
                (id, a) -> new StoredApprover(id, "oncall@example.com", a.groups(), a.standing())));
    add(valid("live-last-second", "S2.15", "the last second of the session challenge"))
        .state(s -> s.now = Fixture.ISSUED_AT + 89);
    add(valid("live-demo", "", "the demo's key at a demo gateway"))
        .state(s -> {
          s.demo = true;
          s.tokens.put(Fixture.TOKEN.id(), MemoryLiveState.token(true, Standing.GOOD));
        });
    add(valid("live-counter-none", "", "a token that never counted"))
        .with(s -> s.token(Fixture.TOKEN.withCounter(0)))
        .state(s -> s.storedCounter = 0);
    add(valid("live-counter-high", "", "the largest counter"))
        .with(s -> s.token(Fixture.TOKEN.withCounter(0xffff_ffffL)))
        .state(s -> s.storedCounter = 0xffff_fffeL);
  }

  private void logs() {
    add(valid("live-log-first", "", "the first head that a device shows"))
        .with(s -> s.log(MemoryLog.of("earlier", 0), 0));
    add(valid("live-log-behind", "", "the witness has seen more of the same log already"))
        .with(s -> s.witnessedLater(3));
    add(valid("live-log-long", "", "a log of a thousand entries, of which 700 were witnessed"))
        .with(s -> s.log(MemoryLog.of("earlier", 1000), 700));
  }
}
