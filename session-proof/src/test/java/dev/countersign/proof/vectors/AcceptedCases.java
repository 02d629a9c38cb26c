package dev.countersign.proof.vectors;

import static dev.countersign.proof.RefusalCode.*;
import static dev.countersign.proof.vectors.ExamineCase.valid;

import dev.countersign.proof.decision.Decision;
import dev.countersign.proof.json.JsonBoolean;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.testing.Edit;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.verify.TrustFile;
import java.util.List;
import java.util.OptionalLong;

/** What examine accepts. */
final class AcceptedCases extends ExamineTopic {
  AcceptedCases() {
    accepted();
  }

  private void accepted() {
    add(valid(Decision.APPROVE, "approve", "S2.2", "an approval with everything in place"));
    add(valid(Decision.DENY, "deny", "", "a denial with everything in place"));
    add(
        valid(
            Decision.DENY_AND_REVOKE, "deny-and-revoke", "S3.9", "a denial that ends the session"));
    add(valid(Decision.DENY, "deny-in-haste", "", "a denial needs neither phrase nor review time"))
        .with(s -> s.statement(AcceptedCases::hasty));
    add(valid(Decision.DENY, "deny-own", "", "a requester in the group may deny their own request"))
        .with(s -> s.request(r -> Edit.set(r, "requester.on_behalf_of", Fixture.PERSON)));
    add(valid(Decision.APPROVE, "approve-other-order", "", "members of the statement in any order"))
        .with(s -> s.statement(AcceptedCases::rotated));
    add(valid(
            Decision.APPROVE,
            "approve-astral-reason",
            "",
            "a reason of 2,000 characters, all above U+FFFF"))
        .with(s ->
            s.statement(
                j -> Edit.set(j, "decision_reason", Character.toString(0x1F642).repeat(2000))));
    add(valid(Decision.APPROVE, "approve-last-second", "", "judged in the last valid second"))
        .at(Fixture.EXPIRES_AT - 1);
    add(valid(Decision.APPROVE, "device-revoked-later", "", "the device was revoked afterwards"))
        .trust(trust(OptionalLong.of(Fixture.DECIDED_AT + 1), OptionalLong.empty()));
    add(valid(Decision.APPROVE, "counter-zero", "", "a token that keeps no counter"))
        .with(s -> s.token(Fixture.TOKEN.withCounter(0)));
  }

  private static JsonObject hasty(JsonObject statement) {
    return Edit.set(Edit.set(statement, "phrase_typed", new JsonBoolean(false)), "reviewed_ms", 0);
  }

  private static JsonObject rotated(JsonObject statement) {
    return Edit.set(Edit.remove(statement, "v"), "v", 1);
  }

  private static TrustFile trust(OptionalLong deviceRevoked, OptionalLong tokenRevoked) {
    TrustFile.Approver maria = Fixture.trust().approvers().getFirst();
    TrustFile.Token token = maria.tokens().getFirst();
    return new TrustFile(
        Fixture.gatewayKeys(),
        Fixture.AUDIENCE,
        List.of(
            new TrustFile.Approver(
                maria.id(),
                maria.person(),
                maria.groups(),
                List.of(new TrustFile.Token(token.credential(), tokenRevoked)),
                List.of(new TrustFile.Device(Fixture.DEVICE_KEY.publicKey(), deviceRevoked)))));
  }
}
