package dev.countersign.gateway.witness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.gateway.fixture.GatewayFixture;
import dev.countersign.gateway.fixture.MemoryLog;
import dev.countersign.gateway.fixture.TestApprover;
import dev.countersign.gateway.store.Standing;
import dev.countersign.gateway.store.WitnessedHead;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.decision.LogHead;
import dev.countersign.proof.log.Checkpoint;
import dev.countersign.proof.log.NoteCheck;
import dev.countersign.proof.log.NoteKeys;
import dev.countersign.proof.log.SignedCheckpoint;
import dev.countersign.proof.log.TreeHash;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SignatureException;
import java.util.List;
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
    SignedCheckpoint cosigned = cosigned(witness(alice, 0, List.of()));
    assertThat(gateway.witness.head(alice.caller).orElseThrow().size()).isEqualTo(alice.log.size());
    NoteKeys.CosignatureVerifier key =
        NoteKeys.witnessVerifier(
            gateway.identity.witnessName(), gateway.identity.witnessKey().publicKey().toJava());
    assertThat(cosigned.check(List.of(key))).isInstanceOf(NoteCheck.Signed.class);
    assertThat(key.verifiedTime(cosigned.note())).hasValue(gateway.clock.now());
    assertThat(cosigned.note().signatures()).hasSize(2);
  }

  @Test
  @DisplayName("a head that extends the witnessed one replaces it; the same head again is cosigned")
  void grows() {
    witness(alice, 0, List.of());
    long from = alice.log.size();
    alice.log.append(new byte[] {1});
    alice.log.append(new byte[] {2});
    cosigned(witness(alice, from, bytes(alice.log.consistencyFrom(from))));
    cosigned(witness(alice, alice.log.size(), List.of()));
    assertThat(gateway.witness.head(alice.caller).orElseThrow().size()).isEqualTo(alice.log.size());
  }

  @Test
  @DisplayName("a proof from another size than the witnessed one is told the witnessed head")
  void outdated() {
    witness(alice, 0, List.of());
    WitnessedHead witnessed = gateway.witness.head(alice.caller).orElseThrow();
    alice.log.append(new byte[] {1});
    assertThat(witness(alice, 0, List.of())).isEqualTo(new WitnessOutcome.Outdated(witnessed));
  }

  @Test
  @DisplayName("a head smaller than the witnessed one is never cosigned")
  void cut() {
    MemoryLog before = alice.log;
    alice.log = new MemoryLog();
    alice.log.append(Bytes.utf8("log begins").toArray());
    alice.log.append(new byte[] {1});
    witness(alice, 0, List.of());
    alice.log = before;
    assertThat(witness(alice, 2, List.of())).isInstanceOf(WitnessOutcome.Outdated.class);
  }

  @Test
  @DisplayName("a fork is refused and suspends the device")
  void fork() {
    witness(alice, 0, List.of());
    WitnessedHead before = gateway.witness.head(alice.caller).orElseThrow();
    alice.log = new MemoryLog();
    alice.log.append(new byte[] {7});
    assertThat(code(witness(alice, 1, List.of()))).isEqualTo("log_fork");
    assertThat(gateway.witness.head(alice.caller)).contains(before);
    assertThat(gateway.store.directory().device(alice.caller.jkt()).orElseThrow().standing())
        .isEqualTo(Standing.SUSPENDED);
    assertThat(code(witness(alice, 1, List.of()))).isEqualTo("device_suspended");
  }

  @Test
  @DisplayName("a checkpoint of another device's log, or signed by another key, is refused")
  void otherLog() {
    TestApprover bob = gateway.approver("bob");
    assertThat(code(gateway.witness.witness(alice.caller, checkpoint(bob, bob), 0, List.of())))
        .isEqualTo("malformed_log_evidence");
    assertThat(code(gateway.witness.witness(alice.caller, checkpoint(alice, bob), 0, List.of())))
        .isEqualTo("bad_log_evidence_signature");
    assertThat(code(gateway.witness.witness(alice.caller, "nonsense", 0, List.of())))
        .isEqualTo("malformed_log_evidence");
    assertThat(gateway.witness.head(alice.caller)).isEmpty();
  }

  private WitnessOutcome witness(TestApprover approver, long from, List<Bytes> path) {
    return gateway.witness.witness(approver.caller, checkpoint(approver, approver), from, path);
  }

  private static String checkpoint(TestApprover log, TestApprover signer) {
    String origin = LogHead.originOf(log.caller.jkt());
    try {
      SignedCheckpoint signed =
          SignedCheckpoint.sign(
              new Checkpoint(origin, log.log.size(), log.log.root()),
              NoteKeys.deviceSigner(
                  origin, signer.deviceKey.publicKey().toJava(), signer.deviceKey::sign));
      return new String(signed.toBytes(), StandardCharsets.UTF_8);
    } catch (SignatureException impossible) {
      throw new AssertionError(impossible);
    }
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

  private static List<Bytes> bytes(List<TreeHash> path) {
    return path.stream().map(node -> Bytes.of(node.bytes())).toList();
  }
}
