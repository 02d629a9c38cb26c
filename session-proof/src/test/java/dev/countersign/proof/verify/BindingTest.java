package dev.countersign.proof.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.crypto.P256SigningKey;
import dev.countersign.proof.decision.Decision;
import dev.countersign.proof.decision.LogHead;
import dev.countersign.proof.decision.Receipt;
import dev.countersign.proof.decision.WebAuthnEvidence;
import dev.countersign.proof.json.JsonBoolean;
import dev.countersign.proof.json.JsonString;
import dev.countersign.proof.testing.Changes;
import dev.countersign.proof.testing.Edit;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.MemoryLiveState;
import dev.countersign.proof.testing.Scenario;
import dev.countersign.proof.testing.TestKeys;
import dev.countersign.proof.verify.Enrolments.Standing;
import dev.countersign.proof.verify.LiveState.RequestStatus;
import dev.countersign.proof.verify.LiveState.StoredChallenge;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a proof is tied to, requirement by requirement, at the entry {@code authorize}. */
class BindingTest {
  @Test
  @DisplayName("S0.1 an assertion over the digest of another statement is refused")
  void digestOfThisStatement() {
    refused(
        RefusalCode.CLIENT_DATA_MISMATCH,
        Fixture.approval()
            .evidence(e -> Fixture.TOKEN.assertion(Fixture.otherDigest(), Fixture.AUDIENCE)));
  }

  @Test
  @DisplayName("S0.2 S1.2 a proof made in one session is refused when the session is another")
  void otherSession() {
    refused(
        RefusalCode.STATEMENT_MISMATCH,
        Fixture.approval().statement(j -> Edit.set(j, "session_id", "ses-other")));
    refused(RefusalCode.SESSION_CHANGED, state -> Changes.session(state, true, "192.0.2.7"));
  }

  @Test
  @DisplayName("S0.3 S1.4 a proof whose session challenge was used before is refused")
  void presentedTwice() {
    Scenario.Wire wire = Fixture.approval().build();
    assertThat(Verifier.authorize(wire.submission(), wire.state())).isInstanceOf(Authorized.class);
    // What the store's transaction does to the challenge, though the request is still pending.
    Changes.challenge(wire.state(), "used");
    refused(RefusalCode.CHALLENGE_USED, Verifier.authorize(wire.submission(), wire.state()));
  }

  @Test
  @DisplayName("S0.3 a proof for a request that was decided is refused")
  void decided() {
    refused(
        RefusalCode.ALREADY_DECIDED, state -> Changes.status(state, RequestStatus.APPROVED, true));
  }

  @Test
  @DisplayName("S0.4 S0.6 the device key alone, without the token's fresh signature, is refused")
  void deviceAlone() {
    refused(
        RefusalCode.BAD_TOKEN_SIGNATURE,
        Fixture.approval()
            .evidence(e ->
                new WebAuthnEvidence(
                    e.credentialId(),
                    e.authenticatorData(),
                    e.clientDataJson(),
                    Bytes.of(new byte[8]))));
  }

  @Test
  @DisplayName("S0.6 a stolen service token that signs as a device is refused without an approver")
  void stolenServiceKey() {
    P256SigningKey stolen = Fixture.REQUESTER_KEY;
    refused(RefusalCode.BAD_DEVICE_SIGNATURE, Fixture.approval().deviceSigner(stolen));
    refused(
        RefusalCode.UNKNOWN_DEVICE,
        Fixture.approval()
            .deviceSigner(stolen)
            .statement(j ->
                Edit.set(
                    Edit.set(j, "device_jkt", stolen.publicKey().thumbprint()),
                    "log.origin",
                    LogHead.originOf(stolen.publicKey().thumbprint()))),
        state ->
            state.challenges.replaceAll((digest, c) ->
                new StoredChallenge(
                    c.requestSha256(),
                    c.approver(),
                    stolen.publicKey().thumbprint(),
                    c.approverSession(),
                    c.expiresAt(),
                    false)));
  }

  @Test
  @DisplayName("S0.5 S1.7 a device or token that is unknown, revoked or suspended is refused")
  void standing() {
    refused(RefusalCode.UNKNOWN_DEVICE, state -> state.devices.clear());
    refused(RefusalCode.UNKNOWN_TOKEN, state -> state.tokens.clear());
    refused(
        RefusalCode.TOKEN_REVOKED,
        state ->
            state.tokens.replaceAll((id, t) -> MemoryLiveState.token(false, Standing.REVOKED)));
    refused(
        RefusalCode.TOKEN_SUSPENDED,
        state ->
            state.tokens.replaceAll((id, t) -> MemoryLiveState.token(false, Standing.SUSPENDED)));
  }

  @Test
  @DisplayName("S0.7 S1.4 a proof over a session challenge that was never issued is refused")
  void beforeItsChallenge() {
    refused(RefusalCode.UNKNOWN_CHALLENGE, state -> state.challenges.clear());
    refused(
        RefusalCode.UNKNOWN_CHALLENGE,
        Fixture.approval()
            .statement(j -> Edit.set(j, "challenge_sha256", Fixture.otherDigest().toString())));
  }

  @Test
  @DisplayName("S0.7 a proof at a time before the request was issued is refused")
  void beforeTheRequest() {
    refused(RefusalCode.NOT_YET_VALID, state -> state.now = Fixture.ISSUED_AT - 1);
  }

  @Test
  @DisplayName("S0.8 S2.14 the same approver's proof for another request is refused")
  void otherRequest() {
    Scenario.Wire other =
        Fixture.approval()
            .request(r -> Edit.set(r, "authorization_details.0.secret.path", "prod/db/payroll"))
            .build();
    Scenario.Wire wire = Fixture.approval().build();
    Submission submission =
        new Submission(
            Bytes.of(other.proof().wire()),
            other.logEvidence(),
            Fixture.DEVICE_JKT,
            Fixture.APPROVER_SESSION);
    refused(RefusalCode.REQUEST_MISMATCH, Verifier.authorize(submission, wire.state()));
  }

  @Test
  @DisplayName("S0.10 S2.3 a touch without PIN, or a PIN without touch, is refused")
  void presenceAndVerification() {
    refused(RefusalCode.USER_NOT_VERIFIED, flags(0x01));
    refused(RefusalCode.USER_NOT_PRESENT, flags(0x04));
  }

  @Test
  @DisplayName("S1.3 a wrong issuer, audience, origin, RP ID or epoch is refused")
  void context() {
    refused(
        RefusalCode.WRONG_ISSUER, Fixture.approval().statement(j -> Edit.set(j, "iss", "other")));
    refused(
        RefusalCode.WRONG_AUDIENCE, Fixture.approval().statement(j -> Edit.set(j, "aud", "other")));
    refused(
        RefusalCode.CLIENT_DATA_MISMATCH,
        Fixture.approval()
            .clientData(c ->
                Bytes.utf8(
                    new String(c.toArray(), java.nio.charset.StandardCharsets.UTF_8)
                        .replace("countersign://", "https://"))));
    refused(
        RefusalCode.WRONG_RP_ID,
        Fixture.approval()
            .authenticatorData(d -> Fixture.TOKEN.authenticatorData("other.example.com", 5)));
    refused(RefusalCode.WRONG_EPOCH, state -> state.epoch = Bytes.of(new byte[16]));
  }

  @Test
  @DisplayName("S1.11 S2.11 a session that cannot be told from another one is refused")
  void lostContext() {
    refused(RefusalCode.SESSION_ENDED, state -> state.sessions.clear());
    refused(RefusalCode.SESSION_CHANGED, Changes::sessionKey);
    refused(
        RefusalCode.MALFORMED_STATEMENT,
        Fixture.approval().statement(j -> Edit.remove(j, "session_cnf")));
  }

  @Test
  @DisplayName("S2.1 same session, device proof and expiry are all checked at run time")
  void runTime() {
    refused(RefusalCode.EXPIRED, state -> state.now = Fixture.EXPIRES_AT);
    refused(RefusalCode.CHALLENGE_EXPIRED, state -> state.now = Fixture.ISSUED_AT + 90);
    refused(RefusalCode.SESSION_ENDED, state -> Changes.session(state, false, "10.2.3.4"));
  }

  @Test
  @DisplayName("S2.2 a statement without session id or nonce, or with another nonce, is refused")
  void sessionAndNonce() {
    for (String member : List.of("session_id", "nonce", "challenge_sha256", "device_jkt")) {
      refused(
          RefusalCode.MALFORMED_STATEMENT,
          Fixture.approval().statement(j -> Edit.remove(j, member)));
    }
    refused(
        RefusalCode.WRONG_NONCE,
        Fixture.approval().statement(j -> Edit.set(j, "nonce", Fixture.otherDigest().toString())));
  }

  @Test
  @DisplayName("S2.4 a statement that asks to be remembered is refused")
  void remember() {
    refused(
        RefusalCode.MALFORMED_STATEMENT,
        Fixture.approval().statement(j -> Edit.set(j, "remember", new JsonBoolean(true))));
  }

  @Test
  @DisplayName("S2.5 S1.5 a refusal carries the statement and its digest, for the record")
  void recorded() {
    Scenario.Wire wire = Fixture.approval().build();
    wire.state().tokens.clear();
    Authorization.Refused refused =
        (Authorization.Refused) Verifier.authorize(wire.submission(), wire.state());
    assertThat(refused.statement())
        .hasValueSatisfying(statement -> {
          assertThat(statement.approver()).isEqualTo(Fixture.APPROVER);
          assertThat(statement.deviceJkt()).isEqualTo(Fixture.DEVICE_JKT);
          assertThat(statement.sessionId()).isEqualTo("ses-20e1");
          assertThat(statement.requestSha256()).isEqualTo(wire.request().digest());
        });
    assertThat(refused.challenge()).isPresent();
  }

  @Test
  @DisplayName("S2.6 a forwarded confirmation fails for another person, device or session")
  void forwarded() {
    Scenario.Wire wire = Fixture.approval().build();
    Submission good = wire.submission();
    String stranger = TestKeys.p256("stranger").publicKey().thumbprint();
    refused(
        RefusalCode.DEVICE_MISMATCH,
        Verifier.authorize(
            new Submission(good.proof(), good.logEvidence(), stranger, good.approverSession()),
            wire.state()));
    refused(
        RefusalCode.CHALLENGE_MISMATCH,
        Verifier.authorize(
            new Submission(good.proof(), good.logEvidence(), good.callerJkt(), "as-other"),
            wire.state()));
    refused(
        RefusalCode.CHALLENGE_MISMATCH,
        Fixture.approval().statement(j -> Edit.set(j, "approver", "jonas")));
  }

  @Test
  @DisplayName("S2.7 a request that changed after it was displayed invalidates the confirmation")
  void drift() {
    Scenario.Wire shown = Fixture.approval().build();
    Scenario.Wire now =
        Fixture.approval()
            .request(r -> Edit.set(r, "authorization_details.0.grace_seconds", 901))
            .build();
    refused(RefusalCode.REQUEST_MISMATCH, Verifier.authorize(shown.submission(), now.state()));
  }

  @Test
  @DisplayName("S2.8 S2.9 policy is evaluated again at the time of use, before anything counts")
  void policy() {
    refused(RefusalCode.POLICY_DENIED, state -> state.objection = java.util.Optional.of("frozen"));
  }

  @Test
  @DisplayName("S3.6 a proof that names another session key is refused")
  void otherKey() {
    refused(
        RefusalCode.STATEMENT_MISMATCH,
        Fixture.approval()
            .statement(j -> Edit.set(j, "session_cnf", new JsonString(Fixture.DEVICE_JKT))));
  }

  @ParameterizedTest
  @EnumSource(value = Decision.class, names = "APPROVE", mode = EnumSource.Mode.EXCLUDE)
  @DisplayName("a denial needs neither phrase, review time nor policy")
  void denialSkips(Decision decision) {
    Authorization answer =
        Fixture.approval()
            .decision(decision)
            .statement(j ->
                Edit.set(Edit.set(j, "phrase_typed", new JsonBoolean(false)), "reviewed_ms", 0))
            .authorize(state -> state.objection = java.util.Optional.of("frozen"));
    assertThat(answer)
        .isInstanceOfSatisfying(
            Authorized.class,
            authorized -> assertThat(authorized.statement().decision()).isEqualTo(decision));
  }

  @Test
  @DisplayName("a denial is taken of an approved request whose grants nobody redeemed")
  void lateDenial() {
    Scenario denial = Fixture.approval().decision(Decision.DENY);
    assertThat(denial.authorize(s -> Changes.status(s, RequestStatus.APPROVED, true)))
        .isInstanceOf(Authorized.class);
  }

  @Test
  @DisplayName("a requester in the group may deny their own request but never approve it")
  void ownRequest() {
    Scenario own =
        Fixture.approval().request(r -> Edit.set(r, "requester.on_behalf_of", Fixture.PERSON));
    refused(RefusalCode.APPROVER_IS_REQUESTER, own);
    assertThat(
            Fixture.approval()
                .decision(Decision.DENY)
                .request(r -> Edit.set(r, "requester.on_behalf_of", Fixture.PERSON))
                .authorize())
        .isInstanceOf(Authorized.class);
  }

  @Test
  @DisplayName("a demo gateway takes the software key and says so in the assurance")
  void demo() {
    Authorization answer =
        Fixture.approval()
            .authorize(state -> {
              state.demo = true;
              state.tokens.replaceAll((id, t) -> MemoryLiveState.token(true, Standing.GOOD));
            });
    assertThat(answer)
        .isInstanceOfSatisfying(
            Authorized.class,
            authorized -> assertThat(authorized.assurance()).isEqualTo(Receipt.Assurance.DEMO));
  }

  private static Scenario flags(int flags) {
    return Fixture.approval()
        .authenticatorData(d -> Fixture.TOKEN.authenticatorData(Fixture.AUDIENCE, flags));
  }

  private static void refused(RefusalCode code, Consumer<MemoryLiveState> change) {
    refused(code, Fixture.approval(), change);
  }

  private static void refused(RefusalCode code, Scenario scenario) {
    refused(code, scenario, state -> {});
  }

  private static void refused(
      RefusalCode code, Scenario scenario, Consumer<MemoryLiveState> change) {
    refused(code, scenario.authorize(change));
  }

  private static void refused(RefusalCode code, Authorization answer) {
    assertThat(answer)
        .isInstanceOfSatisfying(
            Authorization.Refused.class, r -> assertThat(r.code()).isEqualTo(code));
  }
}
