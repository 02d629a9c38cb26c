package dev.countersign.gateway.witness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.gateway.decision.DecisionOutcome;
import dev.countersign.gateway.fixture.GatewayFixture;
import dev.countersign.gateway.fixture.MemoryLog;
import dev.countersign.gateway.fixture.TestApprover;
import dev.countersign.gateway.store.Alarm;
import dev.countersign.gateway.store.Attempt;
import dev.countersign.gateway.store.FeedEvent;
import dev.countersign.gateway.store.Standing;
import dev.countersign.gateway.store.WitnessedHead;
import dev.countersign.gateway.witness.WitnessService.Genesis;
import dev.countersign.gateway.witness.WitnessService.Presented;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.decision.GenesisLeaf;
import dev.countersign.proof.decision.LogHead;
import dev.countersign.proof.log.NoteCheck;
import dev.countersign.proof.log.NoteKeys;
import dev.countersign.proof.log.SignedCheckpoint;
import dev.countersign.proof.request.VerifiedRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WitnessServiceTest {
  @TempDir Path folder;
  private GatewayFixture gateway;
  private TestApprover alice;

  @BeforeEach
  void begin() {
    gateway = GatewayFixture.in(folder);
    alice = gateway.approver("alice");
  }

  @AfterEach
  void end() {
    gateway.close();
  }

  @Test
  @DisplayName("the first head is kept and cosigned with the witness's key and time")
  void first() {
    assertThat(gateway.witness.head(alice.caller)).isEmpty();
    SignedCheckpoint cosigned = cosigned(alice.witness());
    assertThat(gateway.witness.head(alice.caller).orElseThrow().size()).isEqualTo(alice.log.size());
    NoteKeys.CosignatureVerifier key =
        NoteKeys.witnessVerifier(
            gateway.identity.witnessName(), gateway.identity.witnessKey().publicKey().toJava());
    assertThat(cosigned.check(List.of(key))).isInstanceOf(NoteCheck.Signed.class);
    assertThat(key.verifiedTime(cosigned.note())).hasValue(gateway.clock.now());
    assertThat(cosigned.note().signatures()).hasSize(2);
    assertThat(gateway.store.witnesses().since(alice.caller.jkt())).hasValue(gateway.clock.now());
  }

  @Test
  @DisplayName("D5 the first head comes with a genesis entry that names this enrolment")
  void genesis() {
    assertThat(code(present(0, Optional.empty()))).isEqualTo("malformed_log_evidence");
    GenesisLeaf own = genesis(alice.caller.jkt(), gateway.identity.issuer());
    assertThat(code(present(0, shown(own)))).isEqualTo("log_not_included");
    for (GenesisLeaf other :
        List.of(
            genesis("jkt-of-another-device", gateway.identity.issuer()),
            new GenesisLeaf(
                1,
                LogHead.originOf("jkt-of-another-device"),
                alice.caller.jkt(),
                gateway.identity.issuer(),
                gateway.ids.bytes(16)),
            genesis(alice.caller.jkt(), "another.gateway.example"))) {
      alice.log = new MemoryLog();
      alice.log.append(other.bytes());
      assertThat(code(present(0, shown(other)))).isEqualTo("malformed_log_evidence");
    }
    assertThat(code(present(0, Optional.of(new Genesis(Bytes.utf8("{}"), List.of())))))
        .isEqualTo("malformed_log_evidence");
    assertThat(gateway.witness.head(alice.caller)).isEmpty();
    alice.beginLog();
    cosigned(alice.witness());
  }

  @Test
  @DisplayName("D5 a decision of a device whose first head nobody witnessed is refused")
  void decisionBeforeGenesis() {
    alice.witnessesFirst = false;
    VerifiedRequest request = gateway.requester("bot").request();
    assertThat(alice.approve(request))
        .isInstanceOfSatisfying(
            DecisionOutcome.Refused.class,
            refused -> assertThat(refused.refusal().code()).isEqualTo("log_witness_outdated"));
    assertThat(gateway.witness.head(alice.caller)).isEmpty();
  }

  @Test
  @DisplayName("a head that extends the witnessed one replaces it; the same head again is cosigned")
  void grows() {
    alice.witness();
    alice.log.append(new byte[] {1});
    alice.log.append(new byte[] {2});
    cosigned(alice.witness());
    cosigned(alice.witness());
    assertThat(gateway.witness.head(alice.caller).orElseThrow().size()).isEqualTo(alice.log.size());
  }

  @Test
  @DisplayName("a proof from another size than the witnessed one is told the witnessed head")
  void outdated() {
    alice.witness();
    WitnessedHead witnessed = gateway.witness.head(alice.caller).orElseThrow();
    alice.log.append(new byte[] {1});
    assertThat(alice.witness(0, List.of())).isEqualTo(new WitnessOutcome.Outdated(witnessed));
    assertThat(standing(alice)).isEqualTo(Standing.ACTIVE);
  }

  @Test
  @DisplayName("a smaller head that is the beginning of the witnessed one is not cosigned again")
  void older() {
    String before = alice.checkpoint(alice.deviceKey);
    alice.log.append(new byte[] {1});
    alice.witness();
    WitnessedHead witnessed = gateway.witness.head(alice.caller).orElseThrow();
    List<Bytes> path =
        alice.log.consistencyFrom(1).stream().map(node -> Bytes.of(node.bytes())).toList();
    Presented presented = new Presented(before, 2, path, Optional.empty());
    assertThat(gateway.witness.witness(alice.caller, presented, "c_1"))
        .isEqualTo(new WitnessOutcome.Outdated(witnessed));
    assertThat(standing(alice)).isEqualTo(Standing.ACTIVE);
  }

  @Test
  @DisplayName("D5 a log that was rolled back is refused, suspends the device and raises the alarm")
  void rolledBack() {
    alice.log.append(new byte[] {1});
    alice.witness();
    long before = gateway.store.feed().position();
    alice.beginLog();
    assertThat(code(alice.witness(2, List.of()))).isEqualTo("log_fork");
    assertThat(standing(alice)).isEqualTo(Standing.SUSPENDED);
    Alarm alarm = gateway.store.witnesses().alarms().getFirst();
    assertThat(alarm.kind()).isEqualTo(Alarm.Kind.ROLL_BACK);
    assertThat(alarm.shown().size()).isEqualTo(1);
    assertThat(alarm.witnessed().size()).isEqualTo(2);
    assertThat(gateway.store.feed().read(before, 9))
        .singleElement()
        .satisfies(event -> {
          assertThat(event.kind()).isEqualTo(FeedEvent.Kind.HEAD);
          assertThat(event.requestId()).isEqualTo(alarm.id());
        });
  }

  @Test
  @DisplayName("D5 a fork is refused, suspends the device and raises one alarm with the call's id")
  void fork() {
    alice.witness();
    WitnessedHead before = gateway.witness.head(alice.caller).orElseThrow();
    alice.beginLog();
    assertThat(code(alice.witness(1, List.of()))).isEqualTo("log_fork");
    assertThat(gateway.witness.head(alice.caller)).contains(before);
    assertThat(standing(alice)).isEqualTo(Standing.SUSPENDED);
    assertThat(code(alice.witness(1, List.of()))).isEqualTo("device_suspended");
    assertThat(gateway.store.witnesses().alarms())
        .singleElement()
        .satisfies(alarm -> {
          assertThat(alarm.kind()).isEqualTo(Alarm.Kind.FORK);
          assertThat(alarm.correlationId()).isEqualTo("c_test");
          assertThat(alarm.at()).isEqualTo(gateway.clock.now());
        });
    assertThat(gateway.attempts(Attempt.Kind.WITNESS).getFirst().attempt().binding())
        .containsEntry("correlation_id", "c_test")
        .containsKeys("log_size", "log_root", "caller_jkt");
  }

  @Test
  @DisplayName("S1.5 a fork noticed in a decision raises the alarm with the request's id")
  void forkInADecision() {
    alice.witness();
    alice.beginLog();
    alice.log.append(new byte[] {1});
    VerifiedRequest request = gateway.requester("bot").request();
    assertThat(alice.approve(request)).isInstanceOf(DecisionOutcome.Refused.class);
    String expected =
        gateway.store.requests().find(request.request().requestId()).orElseThrow().correlationId();
    assertThat(gateway.store.witnesses().alarms())
        .singleElement()
        .satisfies(alarm -> assertThat(alarm.correlationId()).isEqualTo(expected));
    assertThat(standing(alice)).isEqualTo(Standing.SUSPENDED);
  }

  @Test
  @DisplayName("an alarm is open until the device is revoked, and only its approver is told")
  void alarmsOfAnApprover() {
    gateway.approver("bob");
    LogAlarms alarms = new LogAlarms(gateway.store, gateway.ids);
    alice.witness();
    alice.beginLog();
    alice.witness(1, List.of());
    assertThat(alarms.of("alice")).hasSize(1);
    assertThat(alarms.of("bob")).isEmpty();
    assertThat(alarms.open()).isOne();
    gateway.store.directory().setStanding(alice.device(), Standing.REVOKED);
    assertThat(alarms.open()).isZero();
    assertThat(alarms.of("alice")).hasSize(1);
  }

  @Test
  @DisplayName("a checkpoint of another device's log, or signed by another key, is refused")
  void otherLog() {
    TestApprover bob = gateway.approver("bob");
    assertThat(code(present(bob.checkpoint(bob.deviceKey)))).isEqualTo("malformed_log_evidence");
    assertThat(code(present(alice.checkpoint(bob.deviceKey))))
        .isEqualTo("bad_log_evidence_signature");
    assertThat(code(present("nonsense"))).isEqualTo("malformed_log_evidence");
    assertThat(gateway.witness.head(alice.caller)).isEmpty();
  }

  private WitnessOutcome present(String checkpoint) {
    return gateway.witness.witness(
        alice.caller, new Presented(checkpoint, 0, List.of(), alice.shownGenesis()), "c_test");
  }

  private WitnessOutcome present(long from, Optional<Genesis> genesis) {
    return gateway.witness.witness(
        alice.caller,
        new Presented(alice.checkpoint(alice.deviceKey), from, List.of(), genesis),
        "c_test");
  }

  private GenesisLeaf genesis(String jkt, String issuer) {
    return new GenesisLeaf(
        1, LogHead.originOf(alice.caller.jkt()), jkt, issuer, gateway.ids.bytes(16));
  }

  private static Optional<Genesis> shown(GenesisLeaf leaf) {
    return Optional.of(new Genesis(Bytes.of(leaf.bytes()), List.of()));
  }

  private Standing standing(TestApprover approver) {
    return gateway.store.directory().device(approver.caller.jkt()).orElseThrow().standing();
  }

  private static SignedCheckpoint cosigned(WitnessOutcome outcome) {
    return switch (outcome) {
      case WitnessOutcome.Cosigned(String text) ->
          SignedCheckpoint.parse(text.getBytes(StandardCharsets.UTF_8)).orThrow();
      default -> throw new AssertionError("not cosigned but " + outcome);
    };
  }

  private static String code(WitnessOutcome outcome) {
    return switch (outcome) {
      case WitnessOutcome.Refused(var refusal) -> refusal.code();
      default -> "not refused but " + outcome;
    };
  }
}
