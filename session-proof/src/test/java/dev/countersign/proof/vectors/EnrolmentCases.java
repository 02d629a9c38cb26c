package dev.countersign.proof.vectors;

import static dev.countersign.proof.RefusalCode.*;
import static dev.countersign.proof.vectors.ExamineCase.refused;

import dev.countersign.proof.decision.Decision;
import dev.countersign.proof.decision.LogHead;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.testing.Edit;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.SoftwareToken;
import dev.countersign.proof.testing.TestKeys;
import dev.countersign.proof.verify.TrustFile;
import java.util.List;
import java.util.OptionalLong;

/** Steps 8 to 10: device, approver and token. */
final class EnrolmentCases extends ExamineTopic {
  EnrolmentCases() {
    device();
    approver();
    token();
  }

  private void device() {
    String stranger = TestKeys.p256("stranger").publicKey().thumbprint();
    add(refused(UNKNOWN_DEVICE, "device-unknown", "S0.5", "a statement with another device_jkt"))
        .with(s ->
            s.statement(j ->
                Edit.set(
                    Edit.set(j, "device_jkt", stranger),
                    "log.origin",
                    LogHead.originOf(stranger))));
    add(refused(
            BAD_DEVICE_SIGNATURE, "device-signature", "S2.3", "another device signed in its name"))
        .with(s -> s.deviceSigner(TestKeys.p256("stranger")));
    add(refused(DEVICE_REVOKED, "device-revoked", "S0.5", "the device was revoked before"))
        .trust(trust(OptionalLong.of(Fixture.DECIDED_AT), OptionalLong.empty()));
    mismatch(DEVICE_MISMATCH, "device-of-another", "S2.6", "approver", "jonas");
  }

  private void approver() {
    add(refused(APPROVER_NOT_ELIGIBLE, "approver-group", "", "an approver of another group"))
        .with(s ->
            s.request(r ->
                Edit.set(r, "quorum.slots.0.groups", JsonArray.ofStrings(List.of("network")))));
    add(refused(APPROVER_NOT_ELIGIBLE, "deny-group", "", "a denial needs the group too"))
        .with(s ->
            s.decision(Decision.DENY)
                .request(r ->
                    Edit.set(r, "quorum.slots.0.groups", JsonArray.ofStrings(List.of("network")))));
    add(refused(APPROVER_IS_REQUESTER, "approver-requester", "", "their own request"))
        .with(s -> s.request(r -> Edit.set(r, "requester.id", Fixture.APPROVER)));
    add(refused(APPROVER_IS_REQUESTER, "approver-principal", "", "a request on their own behalf"))
        .with(s -> s.request(r -> Edit.set(r, "requester.on_behalf_of", Fixture.PERSON)));
  }

  private void token() {
    add(refused(UNKNOWN_TOKEN, "token-unknown", "S0.5", "a token that is not enrolled"))
        .with(s -> s.token(SoftwareToken.named("stranger")));
    add(refused(TOKEN_REVOKED, "token-revoked", "S0.5", "the token was revoked before"))
        .trust(trust(OptionalLong.empty(), OptionalLong.of(Fixture.DECIDED_AT)));
    add(refused(TOKEN_NOT_ALLOWED, "token-model", "", "a model that the request does not allow"))
        .with(s ->
            s.request(r ->
                Edit.set(
                    r,
                    "confirmation.aaguids",
                    JsonArray.ofStrings(List.of("c0de0000-0000-4000-8000-00000000ffff")))));
    add(refused(TOKEN_NOT_ALLOWED, "token-kind", "", "a kind that the request does not allow"))
        .with(s ->
            s.request(r ->
                Edit.set(r, "confirmation.token_kinds", JsonArray.ofStrings(List.of("x509")))));
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
