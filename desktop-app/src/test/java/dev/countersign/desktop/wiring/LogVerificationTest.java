package dev.countersign.desktop.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.desktop.audit.AppendOutcome.NotRecorded;
import dev.countersign.desktop.audit.AuditLog;
import dev.countersign.desktop.audit.DeskEvent;
import dev.countersign.desktop.audit.Genesis;
import dev.countersign.desktop.audit.Intent;
import dev.countersign.desktop.audit.LogVerdict;
import dev.countersign.desktop.audit.OpenOutcome;
import dev.countersign.desktop.audit.VerifierKeys;
import dev.countersign.desktop.wiring.LogVerification.State;
import dev.countersign.proof.Bytes;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogVerificationTest {
  @TempDir Path folder;
  private final AtomicBoolean once = new AtomicBoolean();
  private AuditLog log;
  private LogVerification verification;

  @BeforeEach
  void open() {
    Genesis genesis = Genesis.ofDevice("device-thumbprint", "demo.gateway.example");
    log =
        switch (AuditLog.open(folder.resolve("audit.db"), genesis, () -> Instant.EPOCH)) {
          case OpenOutcome.Opened(AuditLog opened) -> opened;
          case OpenOutcome.NotOpened(var fault) -> throw new AssertionError(fault);
        };
    log.appendEvent(new DeskEvent.Stopped());
    verification =
        new LogVerification(log, VerifierKeys.none(), Runnable::run, () -> Instant.EPOCH);
  }

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  @DisplayName("D5 what was found is not forgotten because somebody stops the check at its end")
  void stoppedLate() throws Exception {
    try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + log.path());
        Statement sql = db.createStatement()) {
      sql.execute("DROP TRIGGER entry_no_delete");
    }
    atTheEnd(verification::stop);
    verification.start();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(verification.state())
        .isInstanceOfSatisfying(
            State.Checked.class,
            checked -> assertThat(checked.verdict()).isInstanceOf(LogVerdict.Changed.class));
    refusesDecisions();
  }

  @Test
  @DisplayName("D5 a check that fails by a fault of ours is no check: nothing can be decided")
  void fault() {
    atTheEnd(() -> {
      throw new IllegalStateException("a fault");
    });
    verification.start();
    assertThat(verification.state())
        .isInstanceOfSatisfying(
            State.Checked.class,
            checked -> assertThat(checked.verdict()).isInstanceOf(LogVerdict.Unusable.class));
    refusesDecisions();
  }

  /** When every entry was gone through, and before there is a verdict. */
  private void atTheEnd(Runnable work) {
    verification.onChange(() -> {
      if (verification.state() instanceof State.Checking(long done, long total)
          && done == total
          && once.compareAndSet(false, true)) {
        work.run();
      }
    });
  }

  private void refusesDecisions() {
    Bytes digest = Bytes.of(new byte[32]);
    assertThat(
            log.appendIntent(
                new Intent(digest, digest, "approve", "ada", "device-thumbprint", digest)))
        .isInstanceOf(NotRecorded.class);
  }
}
