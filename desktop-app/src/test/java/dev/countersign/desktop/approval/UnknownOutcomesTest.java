package dev.countersign.desktop.approval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.desktop.approval.FatePort.Fate;
import dev.countersign.desktop.audit.AppendOutcome.Recorded;
import dev.countersign.desktop.audit.DecisionOutcome;
import dev.countersign.desktop.audit.Intent;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.Scenario;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnknownOutcomesTest {
  @TempDir private Path folder;
  private final Intent intent =
      new Intent(
          Scenario.honest().sha256().value(),
          Bytes.of(new byte[32]),
          "approve",
          Fixture.APPROVER,
          Fixture.DEVICE_JKT,
          Bytes.of(new byte[32]));
  private Desk desk;
  private long index;

  @BeforeEach
  void start() {
    desk = new Desk(folder);
    index = ((Recorded) desk.log.appendIntent(intent)).index();
    desk.log.appendOutcome(
        index, intent.requestSha256(), new DecisionOutcome.Unknown(), Optional.empty());
  }

  @AfterEach
  void stop() {
    desk.close();
  }

  private boolean settled(GatewayAnswer<Fate> answer) throws InterruptedException {
    return new UnknownOutcomes(
            challenge -> answer, new AuditLogPort(desk.log), Fixture.gatewayKeys())
        .settle(index, intent);
  }

  @Test
  @DisplayName("D5 what the gateway never counted is settled as that, once")
  void notCounted() throws Exception {
    assertThat(settled(new GatewayAnswer.Given<>(new Fate.NotCounted()))).isTrue();
    assertThat(settled(new GatewayAnswer.Given<>(new Fate.NotCounted()))).isTrue();
    assertThat(desk.outcomes())
        .containsExactly(new DecisionOutcome.NotCounted(), new DecisionOutcome.Unknown());
  }

  @Test
  @DisplayName(
      "D5 what can still be counted, no answer, and a receipt that does not verify settle"
          + " nothing")
  void staysUnknown() throws Exception {
    assertThat(settled(new GatewayAnswer.Given<>(new Fate.Open()))).isFalse();
    assertThat(settled(new GatewayAnswer.NoAnswer<>("away"))).isFalse();
    assertThat(settled(new GatewayAnswer.Refused<>("not_found", "c_1", Optional.empty())))
        .isFalse();
    assertThat(settled(new GatewayAnswer.Given<>(new Fate.Counted(List.of())))).isFalse();
    assertThat(settled(new GatewayAnswer.Given<>(new Fate.Counted(List.of(Bytes.utf8("{}"))))))
        .isFalse();
    assertThat(desk.outcomes()).containsExactly(new DecisionOutcome.Unknown());
  }
}
