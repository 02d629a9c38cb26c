package dev.countersign.proof.vectors;

import static dev.countersign.proof.RefusalCode.*;
import static dev.countersign.proof.vectors.AuthorizeCase.refused;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.testing.Changes;
import dev.countersign.proof.testing.Edit;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.MemoryLiveState;
import dev.countersign.proof.testing.SoftwareToken;
import dev.countersign.proof.testing.TestKeys;
import dev.countersign.proof.verify.Enrolments.Standing;
import dev.countersign.proof.verify.Enrolments.StoredApprover;
import dev.countersign.proof.verify.Enrolments.StoredDevice;
import java.util.List;
import java.util.function.Consumer;

/** Steps 8 to 11 and 15: device, approver and token as they are enrolled now. */
final class DirectoryCases extends AuthorizeTopic {
  DirectoryCases() {
    devices();
    approvers();
    tokens();
    counters();
  }

  private void devices() {
    live(
        UNKNOWN_DEVICE,
        "device-unknown",
        "S0.5",
        "a device that is not enrolled",
        s -> s.devices.clear());
    live(
        DEVICE_REVOKED,
        "device-revoked",
        "S1.7",
        "a device that was revoked",
        s -> device(s, Fixture.APPROVER, Standing.REVOKED));
    live(
        DEVICE_SUSPENDED,
        "device-suspended",
        "S1.7",
        "a device that is suspended",
        s -> device(s, Fixture.APPROVER, Standing.SUSPENDED));
    live(
        DEVICE_MISMATCH,
        "device-other",
        "S2.6",
        "a device of another approver",
        s -> device(s, "jonas", Standing.GOOD));
    live(
        DEVICE_MISMATCH,
        "call-key",
        "S2.6",
        "a call that another device key authenticated",
        s ->
            s.call =
                new RecordedState.Call(
                    TestKeys.p256("device of jonas").publicKey().thumbprint(),
                    Fixture.APPROVER_SESSION));
    add(refused(BAD_DEVICE_SIGNATURE, "live-device-signature", "S2.3", "another device key signed"))
        .with(s -> s.deviceSigner(TestKeys.p256("stranger")));
  }

  private void approvers() {
    live(
        UNKNOWN_APPROVER,
        "approver-unknown",
        "S0.5",
        "an approver who is not enrolled",
        s -> s.approvers.clear());
    live(
        APPROVER_REVOKED,
        "approver-revoked",
        "S1.7",
        "an approver who was revoked",
        s -> approver(s, Fixture.PERSON, "dba", Standing.REVOKED));
    live(
        APPROVER_REVOKED,
        "approver-suspended",
        "S1.7",
        "an approver who is suspended",
        s -> approver(s, Fixture.PERSON, "dba", Standing.SUSPENDED));
    live(
        APPROVER_NOT_ELIGIBLE,
        "approver-group",
        "",
        "an approver of another group now",
        s -> approver(s, Fixture.PERSON, "hr", Standing.GOOD));
    live(
        APPROVER_IS_REQUESTER,
        "approver-principal",
        "",
        "the person on whose behalf it was asked",
        s -> approver(s, "oncall@example.com", "dba", Standing.GOOD));
  }

  private void tokens() {
    live(
        UNKNOWN_TOKEN,
        "token-unknown",
        "S0.5",
        "a token that is not enrolled",
        s -> s.tokens.clear());
    live(UNKNOWN_TOKEN, "token-other", "S2.6", "another person's token", Changes::tokenOfAnother);
    add(refused(UNKNOWN_TOKEN, "live-token-stranger", "S0.5", "a stranger's token"))
        .with(s -> s.token(SoftwareToken.named("stranger")));
    live(
        TOKEN_REVOKED,
        "token-revoked",
        "S1.7",
        "a token that was revoked",
        s -> token(s, false, Standing.REVOKED));
    live(
        TOKEN_SUSPENDED,
        "token-suspended",
        "S1.7",
        "a token that is suspended",
        s -> token(s, false, Standing.SUSPENDED));
    live(
        DEMO_KEY_REFUSED,
        "demo-key",
        "S0.10",
        "the demo's key",
        s -> token(s, true, Standing.GOOD));
    add(refused(TOKEN_NOT_ALLOWED, "live-token-model", "", "another model than asked for"))
        .with(s ->
            s.request(r ->
                Edit.set(
                    r,
                    "confirmation.aaguids",
                    JsonArray.ofStrings(List.of("c0de0000-0000-4000-8000-00000000ffff")))));
    add(refused(BAD_TOKEN_SIGNATURE, "live-token-signature", "S0.4", "another key signed"))
        .with(s ->
            s.token(
                new SoftwareToken(
                    Fixture.TOKEN.credentialId(),
                    TestKeys.p256("stranger"),
                    7,
                    Fixture.TOKEN.aaguid())));
  }

  private void counters() {
    counter("same", "S0.3", "a counter that stays", 7, 7);
    counter("back", "S0.3", "a counter that falls", 7, 8);
    counter("stopped", "", "a token that counted and shows 0 now", 0, 7);
    counter("wrapped", "", "a counter beyond the largest", 1, 0xffff_ffffL);
  }

  private void counter(String name, String ids, String about, long shown, long stored) {
    add(refused(COUNTER_NOT_RISING, "live-counter-" + name, ids, about))
        .with(s -> s.token(Fixture.TOKEN.withCounter(shown)))
        .state(s -> s.storedCounter = stored);
  }

  private void live(
      RefusalCode code, String name, String ids, String about, Consumer<MemoryLiveState> change) {
    add(refused(code, "live-" + name, ids, about)).state(change);
  }

  private static void device(MemoryLiveState state, String approver, Standing standing) {
    state.devices.put(
        Fixture.DEVICE_JKT, new StoredDevice(Fixture.DEVICE_KEY.publicKey(), approver, standing));
  }

  private static void approver(
      MemoryLiveState state, String person, String group, Standing standing) {
    state.approvers.put(
        Fixture.APPROVER, new StoredApprover(Fixture.APPROVER, person, List.of(group), standing));
  }

  private static void token(MemoryLiveState state, boolean demo, Standing standing) {
    state.tokens.put(Fixture.TOKEN.id(), MemoryLiveState.token(demo, standing));
  }
}
