package dev.countersign.proof.verify;

import static dev.countersign.proof.RefusalCode.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.decision.Decision;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonBoolean;
import dev.countersign.proof.json.JsonString;
import dev.countersign.proof.testing.Edit;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.MemoryLiveState;
import dev.countersign.proof.testing.MemoryLog;
import dev.countersign.proof.testing.Scenario;
import dev.countersign.proof.testing.SoftwareToken;
import dev.countersign.proof.testing.TestKeys;
import dev.countersign.proof.verify.Enrolments.Standing;
import dev.countersign.proof.verify.Enrolments.StoredApprover;
import dev.countersign.proof.verify.Enrolments.StoredDevice;
import dev.countersign.proof.verify.LiveState.RequestStatus;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AuthorizeRefusalTest {
  /** One thing that is wrong in the submission or in the live state, and the code that it gets. */
  record Case(RefusalCode code, String about, Scenario scenario, Consumer<MemoryLiveState> change) {
    @Override
    public String toString() {
      return code.wire() + ": " + about;
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  @DisplayName("S1.1 authorize refuses each single fault with exactly its code and counts nothing")
  void refused(Case each) {
    assertThat(each.scenario.authorize(each.change))
        .isInstanceOfSatisfying(
            Authorization.Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(each.code);
              assertThat(refused.sentence()).isNotBlank();
            });
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("examined")
  @DisplayName(
      "S1.1 what examine refuses in a proof's form and context, authorize refuses with the same code")
  void sameAsExamine(ExamineCase each) {
    ExamineCase.Built built = each.build();
    Scenario.Wire honest = Fixture.approval().build();
    Submission submission =
        new Submission(
            built.proof(), honest.logEvidence(), Fixture.DEVICE_JKT, Fixture.APPROVER_SESSION);
    Authorization answer = Verifier.authorize(submission, honest.state());
    // authorize finds the request by the id in the statement; examine is given it.
    RefusalCode expected =
        each.name().equals("statement-request-id") ? UNKNOWN_REQUEST : each.refusal().orElseThrow();
    assertThat(answer)
        .isInstanceOfSatisfying(
            Authorization.Refused.class, refused -> assertThat(refused.code()).isEqualTo(expected));
  }

  static Stream<ExamineCase> examined() {
    return ExamineCases.all().stream()
        .filter(each -> each.refusal().isPresent())
        .filter(each ->
            each.name().startsWith("proof-")
                || each.name().startsWith("statement-")
                || each.name().startsWith("evidence-"));
  }

  static Stream<Case> cases() {
    return Stream.of(
            requestAndContext(),
            status(),
            session(),
            challenge(),
            enrolments(),
            token(),
            displayAndPolicy(),
            log())
        .flatMap(each -> each);
  }

  private static Stream<Case> requestAndContext() {
    return Stream.of(
        state(UNKNOWN_REQUEST, "no request has that id", s -> s.requests.clear()),
        state(
            WRONG_ISSUER,
            "a gateway of another name",
            s -> s.keys = new dev.countersign.proof.request.GatewayKeys("x", s.keys.keys())),
        state(WRONG_AUDIENCE, "another audience", s -> s.audience = "other.example.com"),
        state(WRONG_EPOCH, "the ledger was restored", s -> s.epoch = Bytes.of(new byte[16])),
        state(EXPIRED, "the first second too late", s -> s.now = Fixture.EXPIRES_AT),
        state(NOT_YET_VALID, "before it was issued", s -> s.now = Fixture.ISSUED_AT - 1));
  }

  private static Stream<Case> status() {
    return Stream.of(
        status(ALREADY_DECIDED, RequestStatus.APPROVED, true, Decision.APPROVE),
        status(ALREADY_DECIDED, RequestStatus.APPROVED, false, Decision.DENY),
        status(ALREADY_DECIDED, RequestStatus.DENIED, true, Decision.DENY),
        status(WITHDRAWN, RequestStatus.WITHDRAWN, false, Decision.APPROVE),
        status(SUPERSEDED, RequestStatus.SUPERSEDED, false, Decision.APPROVE),
        status(EXPIRED, RequestStatus.EXPIRED, false, Decision.APPROVE),
        status(REVOKED, RequestStatus.REVOKED, false, Decision.APPROVE),
        status(REVOKED, RequestStatus.REVOKED, true, Decision.DENY));
  }

  private static Stream<Case> session() {
    return Stream.of(
        state(SESSION_ENDED, "the session is gone", s -> s.sessions.clear()),
        state(SESSION_ENDED, "the session has ended", s -> Changes.session(s, false, "10.2.3.4")),
        state(SESSION_CHANGED, "another address", s -> Changes.session(s, true, "10.9.9.9")),
        state(SESSION_CHANGED, "another key", Changes::sessionKey));
  }

  private static Stream<Case> challenge() {
    return Stream.of(
        state(UNKNOWN_CHALLENGE, "never issued", s -> s.challenges.clear()),
        state(CHALLENGE_USED, "used before", s -> Changes.challenge(s, "used")),
        state(CHALLENGE_EXPIRED, "expired", s -> s.now = Fixture.ISSUED_AT + 90),
        state(CHALLENGE_MISMATCH, "for another request", s -> Changes.challenge(s, "request")),
        state(CHALLENGE_MISMATCH, "for another approver", s -> Changes.challenge(s, "approver")),
        state(CHALLENGE_MISMATCH, "for another device", s -> Changes.challenge(s, "device")),
        state(CHALLENGE_MISMATCH, "for another session", s -> Changes.challenge(s, "session")));
  }

  private static Stream<Case> enrolments() {
    Scenario bySomeoneElse = Fixture.approval().deviceSigner(TestKeys.p256("stranger"));
    return Stream.of(
        state(UNKNOWN_DEVICE, "not enrolled", s -> s.devices.clear()),
        state(DEVICE_REVOKED, "revoked", s -> device(s, Fixture.APPROVER, Standing.REVOKED)),
        state(DEVICE_SUSPENDED, "suspended", s -> device(s, Fixture.APPROVER, Standing.SUSPENDED)),
        state(DEVICE_MISMATCH, "another's device", s -> device(s, "jonas", Standing.GOOD)),
        new Case(BAD_DEVICE_SIGNATURE, "another device key signed", bySomeoneElse, s -> {}),
        state(UNKNOWN_APPROVER, "not enrolled", s -> s.approvers.clear()),
        state(APPROVER_REVOKED, "revoked", s -> approver(s, "x", "dba", Standing.REVOKED)),
        state(APPROVER_REVOKED, "suspended", s -> approver(s, "x", "dba", Standing.SUSPENDED)),
        state(APPROVER_NOT_ELIGIBLE, "no group", s -> approver(s, "x", "hr", Standing.GOOD)),
        state(
            APPROVER_IS_REQUESTER,
            "acts for themselves",
            s -> approver(s, "oncall@example.com", "dba", Standing.GOOD)));
  }

  private static Stream<Case> token() {
    return Stream.of(
        state(UNKNOWN_TOKEN, "not enrolled", s -> s.tokens.clear()),
        state(UNKNOWN_TOKEN, "another person's token", Changes::tokenOfAnother),
        new Case(
            UNKNOWN_TOKEN,
            "another token",
            Fixture.approval().token(SoftwareToken.named("stranger")),
            s -> {}),
        state(TOKEN_REVOKED, "revoked", s -> token(s, false, Standing.REVOKED)),
        state(TOKEN_SUSPENDED, "suspended", s -> token(s, false, Standing.SUSPENDED)),
        state(DEMO_KEY_REFUSED, "the demo's key", s -> token(s, true, Standing.GOOD)),
        new Case(
            TOKEN_NOT_ALLOWED,
            "another model than asked for",
            Fixture.approval()
                .request(r ->
                    Edit.set(
                        r,
                        "confirmation.aaguids",
                        new JsonArray(
                            List.of(new JsonString("c0de0000-0000-4000-8000-00000000ffff"))))),
            s -> {}));
  }

  private static Stream<Case> displayAndPolicy() {
    return Stream.of(
        new Case(
            DISPLAY_MISMATCH,
            "something else was shown",
            Fixture.approval()
                .statement(j -> Edit.set(j, "display_digest", Fixture.otherDigest().toString())),
            s -> {}),
        new Case(
            PHRASE_REQUIRED,
            "no phrase",
            Fixture.approval().statement(j -> Edit.set(j, "phrase_typed", new JsonBoolean(false))),
            s -> {}),
        new Case(
            REVIEW_TOO_SHORT,
            "too fast",
            Fixture.approval().statement(j -> Edit.set(j, "reviewed_ms", 0)),
            s -> {}),
        state(POLICY_DENIED, "policy objects now", s -> s.objection = Optional.of("freeze")));
  }

  private static Stream<Case> log() {
    return Stream.of(
        new Case(
            MALFORMED_LOG_EVIDENCE,
            "an unknown member",
            Fixture.approval().logEvidence(e -> Edit.set(e, "x", 1)),
            s -> {}),
        new Case(
            MALFORMED_LOG_EVIDENCE,
            "an intent with a short salt",
            Fixture.approval().intent(i -> Edit.set(i, "salt", "AAAA")),
            s -> {}),
        new Case(
            MALFORMED_LOG_EVIDENCE,
            "an outcome in an intent's place",
            Fixture.approval().intent(i -> Edit.set(i, "type", "outcome")),
            s -> {}),
        new Case(
            MALFORMED_LOG_EVIDENCE,
            "a path that is no path",
            Fixture.approval()
                .logEvidence(e -> Edit.set(e, "inclusion", JsonArray.ofStrings(List.of("AA")))),
            s -> {}),
        new Case(
            BAD_LOG_EVIDENCE_SIGNATURE,
            "signed by another key",
            Fixture.approval().logEvidenceSigner(TestKeys.p256("stranger")),
            s -> {}),
        logIntent("request_sha256", Fixture.otherDigest().toString()),
        logIntent("display_digest", Fixture.otherDigest().toString()),
        logIntent("challenge_sha256", Fixture.otherDigest().toString()),
        logIntent("decision", "deny"),
        logIntent("approver", "jonas"),
        logIntent("device_jkt", "x"),
        new Case(
            LOG_INTENT_MISMATCH,
            "evidence of another proof",
            Fixture.approval()
                .logEvidence(e -> Edit.set(e, "challenge", Fixture.otherDigest().toString())),
            s -> {}),
        new Case(
            LOG_INTENT_MISMATCH,
            "another log's name",
            Fixture.approval().statement(j -> Edit.set(j, "log.origin", "elsewhere")),
            s -> {}),
        new Case(
            LOG_NOT_INCLUDED,
            "a path with nothing in it",
            Fixture.approval().logEvidence(e -> Edit.set(e, "inclusion", new JsonArray(List.of()))),
            s -> {}),
        new Case(
            LOG_NOT_INCLUDED,
            "another place in the log",
            Fixture.approval().statement(j -> Edit.set(j, "log.intent_index", 4)),
            s -> {}),
        new Case(
            LOG_NOT_INCLUDED,
            "another root",
            Fixture.approval()
                .statement(j -> Edit.set(j, "log.root", Fixture.otherDigest().toString())),
            s -> {}),
        state(LOG_WITNESS_OUTDATED, "witnessed more since", Changes::witnessedMore),
        state(LOG_WITNESS_OUTDATED, "nothing was witnessed", s -> s.heads.clear()),
        new Case(
            LOG_WITNESS_OUTDATED,
            "a claim that nothing was witnessed",
            Fixture.approval().log(MemoryLog.of("earlier", 5), 0),
            Changes::witnessedMore),
        new Case(
            LOG_FORK,
            "another history",
            Fixture.approval().log(MemoryLog.of("rewritten", 5), 3),
            s -> {}),
        new Case(
            LOG_FORK,
            "a path that does not lead there",
            Fixture.approval()
                .logEvidence(e -> Edit.set(e, "consistency", new JsonArray(List.of()))),
            s -> {}));
  }

  private static Case state(RefusalCode code, String about, Consumer<MemoryLiveState> change) {
    return new Case(code, about, Fixture.approval(), change);
  }

  private static Case status(
      RefusalCode code, RequestStatus status, boolean unredeemed, Decision decision) {
    return new Case(
        code,
        decision.wire() + " when " + status + ", unredeemed grants " + unredeemed,
        Fixture.approval().decision(decision),
        s -> Changes.status(s, status, unredeemed));
  }

  private static Case logIntent(String member, String value) {
    return new Case(
        LOG_INTENT_MISMATCH,
        "an intent with another " + member,
        Fixture.approval().intent(i -> Edit.set(i, member, value)),
        s -> {});
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
