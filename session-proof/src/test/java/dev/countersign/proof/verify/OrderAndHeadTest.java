package dev.countersign.proof.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonBoolean;
import dev.countersign.proof.testing.Changes;
import dev.countersign.proof.testing.Edit;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.MemoryLiveState;
import dev.countersign.proof.testing.MemoryLog;
import dev.countersign.proof.testing.Scenario;
import dev.countersign.proof.testing.TestKeys;
import dev.countersign.proof.verify.LiveState.RequestStatus;
import dev.countersign.proof.verify.LiveState.WitnessedHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The first failure decides; and what the device proved of its log is kept all the same. */
class OrderAndHeadTest {
  @Test
  @DisplayName("S1.1 the checks run in the published order: repairing one reveals the next")
  void order() {
    // Each entry breaks one step; all are broken at once and repaired from the first.
    List<Consumer<MemoryLiveState>> faults = new ArrayList<>();
    faults.add(state -> state.epoch = Bytes.of(new byte[16]));
    faults.add(state -> state.now = Fixture.EXPIRES_AT);
    faults.add(state -> Changes.status(state, RequestStatus.WITHDRAWN, false));
    faults.add(state -> state.sessions.clear());
    faults.add(state -> state.challenges.clear());
    faults.add(state -> state.devices.clear());
    faults.add(state -> state.approvers.clear());
    faults.add(state -> state.tokens.clear());
    List<RefusalCode> met = new ArrayList<>();
    for (int repaired = 0; repaired < faults.size(); repaired++) {
      List<Consumer<MemoryLiveState>> left = faults.subList(repaired, faults.size());
      met.add(code(broken().authorize(state -> left.forEach(fault -> fault.accept(state)))));
    }
    met.add(code(broken().authorize()));
    assertThat(met)
        .containsExactly(
            RefusalCode.WRONG_EPOCH,
            RefusalCode.EXPIRED,
            RefusalCode.WITHDRAWN,
            RefusalCode.SESSION_ENDED,
            RefusalCode.UNKNOWN_CHALLENGE,
            RefusalCode.UNKNOWN_DEVICE,
            RefusalCode.UNKNOWN_APPROVER,
            RefusalCode.UNKNOWN_TOKEN,
            RefusalCode.USER_NOT_PRESENT);
    assertThat(met).extracting(RefusalCode::step).isSorted();
  }

  @Test
  @DisplayName("the display is checked before the log, and the log before policy")
  void lateOrder() {
    Consumer<MemoryLiveState> policy = state -> state.objection = Optional.of("frozen");
    Scenario display =
        Fixture.approval()
            .statement(j -> Edit.set(j, "phrase_typed", new JsonBoolean(false)))
            .logEvidenceSigner(TestKeys.p256("stranger"));
    assertThat(code(display.authorize(policy))).isEqualTo(RefusalCode.PHRASE_REQUIRED);
    Scenario log = Fixture.approval().logEvidenceSigner(TestKeys.p256("stranger"));
    assertThat(code(log.authorize(policy))).isEqualTo(RefusalCode.BAD_LOG_EVIDENCE_SIGNATURE);
  }

  @Test
  @DisplayName("S1.1 a refusal after the device's signature keeps the larger head")
  void keepsHead() {
    Authorization.Refused token = refused(Fixture.approval(), state -> state.tokens.clear());
    assertThat(token.code()).isEqualTo(RefusalCode.UNKNOWN_TOKEN);
    assertThat(token.head()).map(WitnessedHead::size).contains(6L);
    assertThat(token.fork()).isFalse();
    Authorization.Refused policy =
        refused(Fixture.approval(), state -> state.objection = Optional.of("frozen"));
    assertThat(policy.head()).map(WitnessedHead::size).contains(6L);
  }

  @Test
  @DisplayName("a refusal before the device's signature was checked keeps nothing")
  void keepsNothing() {
    Authorization.Refused early = refused(Fixture.approval(), state -> state.challenges.clear());
    assertThat(early.head()).isEmpty();
    Authorization.Refused forged =
        refused(Fixture.approval().deviceSigner(TestKeys.p256("stranger")), state -> {});
    assertThat(forged.code()).isEqualTo(RefusalCode.BAD_DEVICE_SIGNATURE);
    assertThat(forged.head()).isEmpty();
    assertThat(forged.fork()).isFalse();
  }

  @Test
  @DisplayName("a fork is reported, also when another refusal decides")
  void fork() {
    Authorization.Refused only =
        refused(Fixture.approval().log(MemoryLog.of("rewritten", 5), 3), state -> {});
    assertThat(only.code()).isEqualTo(RefusalCode.LOG_FORK);
    assertThat(only.fork()).isTrue();
    assertThat(only.head()).isEmpty();
    Authorization.Refused behind =
        refused(
            Fixture.approval().log(MemoryLog.of("rewritten", 5), 3), state -> state.tokens.clear());
    assertThat(behind.code()).isEqualTo(RefusalCode.UNKNOWN_TOKEN);
    assertThat(behind.fork()).isTrue();
    assertThat(behind.head()).isEmpty();
  }

  @Test
  @DisplayName("evidence that is unsigned or unparseable is refused and never counts as a fork")
  void notAFork() {
    Authorization.Refused unsigned =
        refused(
            Fixture.approval()
                .log(MemoryLog.of("rewritten", 5), 3)
                .logEvidenceSigner(TestKeys.p256("stranger")),
            state -> {});
    assertThat(unsigned.code()).isEqualTo(RefusalCode.BAD_LOG_EVIDENCE_SIGNATURE);
    assertThat(unsigned.fork()).isFalse();
    Scenario.Wire wire = Fixture.approval().build();
    for (Bytes junk : List.of(Bytes.utf8(""), Bytes.utf8("{}"), Bytes.of(new byte[200_000]))) {
      Authorization answer =
          Verifier.authorize(
              new Submission(
                  Bytes.of(wire.proof().wire()),
                  junk,
                  Fixture.DEVICE_JKT,
                  Fixture.APPROVER_SESSION),
              wire.state());
      assertThat(code(answer)).isEqualTo(RefusalCode.MALFORMED_LOG_EVIDENCE);
      assertThat(((Authorization.Refused) answer).fork()).isFalse();
    }
  }

  @Test
  @DisplayName("the first head of a device is taken without a consistency path")
  void firstHead() {
    assertThat(Fixture.approval().log(new MemoryLog(), 0).authorize())
        .isInstanceOfSatisfying(
            Authorized.class, each -> assertThat(each.head().size()).isEqualTo(1));
  }

  @Test
  @DisplayName("a statement over a head that was witnessed past meanwhile keeps the larger one")
  void witnessedPast() {
    assertThat(Fixture.approval().witnessedLater(4).authorize())
        .isInstanceOfSatisfying(
            Authorized.class, each -> assertThat(each.head().size()).isEqualTo(10));
  }

  @Test
  @DisplayName("a consistency path where none belongs is refused")
  void superfluousPath() {
    String hash = Fixture.otherDigest().toString();
    Authorization answer =
        Fixture.approval()
            .witnessedLater(4)
            .logEvidence(e -> Edit.set(e, "consistency", JsonArray.ofStrings(List.of(hash))))
            .authorize();
    assertThat(code(answer)).isEqualTo(RefusalCode.LOG_FORK);
  }

  /** Broken at step 11 by itself. */
  private static Scenario broken() {
    return Fixture.approval()
        .authenticatorData(d -> Fixture.TOKEN.authenticatorData(Fixture.AUDIENCE, 0));
  }

  private static RefusalCode code(Authorization answer) {
    assertThat(answer).isInstanceOf(Authorization.Refused.class);
    return ((Authorization.Refused) answer).code();
  }

  private static Authorization.Refused refused(
      Scenario scenario, Consumer<MemoryLiveState> change) {
    Authorization answer = scenario.authorize(change);
    assertThat(answer).isInstanceOf(Authorization.Refused.class);
    return (Authorization.Refused) answer;
  }
}
