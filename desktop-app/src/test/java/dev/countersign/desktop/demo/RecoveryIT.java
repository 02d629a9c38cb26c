package dev.countersign.desktop.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.countersign.desktop.approval.JourneyState;
import dev.countersign.desktop.audit.AuditEntry;
import dev.countersign.desktop.audit.AuditEntry.Content;
import dev.countersign.desktop.audit.DecisionOutcome;
import dev.countersign.desktop.cli.Commands;
import dev.countersign.desktop.cli.Launchers;
import dev.countersign.desktop.ui.trust.TrustSnapshot;
import dev.countersign.desktop.wiring.OpenDesk;
import dev.countersign.proof.log.WitnessKeyText;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A restored profile from its first approval to the next one on a device enrolled anew. */
class RecoveryIT {

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private RealDesk real;

  @BeforeEach
  void start() throws Exception {
    real = RealDesk.in(Files.createDirectories(folder.resolve("real")));
  }

  @AfterEach
  void stop() {
    real.close();
  }

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    Launchers nothing =
        (Launchers)
            Proxy.newProxyInstance(
                Launchers.class.getClassLoader(),
                new Class<?>[] {Launchers.class},
                (proxy, method, values) -> {
                  throw new AssertionError("launched " + method);
                });
    return Commands.commandLine(nothing, "1")
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  private int verify(Path db, String... more) {
    return run(
        Stream.concat(Stream.of("log", "verify", "--db", db.toString()), Stream.of(more))
            .toArray(String[]::new));
  }

  private static void image(Path of, Path to) throws Exception {
    try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + of);
        Statement sql = db.createStatement()) {
      sql.execute("VACUUM INTO '" + to + "'");
    }
  }

  private static byte[] proof(OpenDesk desk) {
    return desk.log().entries(Long.MAX_VALUE, 100).stream()
        .map(AuditEntry::content)
        .filter(Content.Ended.class::isInstance)
        .map(ended -> ((Content.Ended) ended).outcome())
        .filter(DecisionOutcome.Accepted.class::isInstance)
        .map(accepted -> ((DecisionOutcome.Accepted) accepted).proof().toArray())
        .findFirst()
        .orElseThrow();
  }

  @Test
  @DisplayName("D5 a proof that somebody kept shows a cut, and --trust whether its device made it")
  void keptProof() throws Exception {
    real.openDesk();
    Path before = folder.resolve("before.db");
    image(real.deskFolder.auditLog(), before);
    assertThat(real.approve(real.requester("agent-1").ask())).isInstanceOf(JourneyState.Done.class);
    byte[] kept = proof(real.desk());
    real.closeDesk();
    Path proof = Files.write(folder.resolve("proof.json"), kept);
    Path trust = Files.write(folder.resolve("trust.json"), real.gateway().trust().bytes());
    Path db = real.deskFolder.auditLog();

    assertThat(verify(db, "--proof", proof.toString(), "--trust", trust.toString())).isZero();
    assertThat(out.toString()).contains("\"result\":\"intact\"", "\"not_checked\":[\"witness\"]");
    assertThat(verify(before, "--proof", proof.toString())).isEqualTo(3);
    assertThat(out.toString()).contains("\"result\":\"truncated\"", "\"expected_entries\":");
    assertThat(verify(before)).isIn(0, 4);

    String text = new String(kept, java.nio.charset.StandardCharsets.US_ASCII);
    int at = text.indexOf("\"device_sig\":\"") + 20;
    char other = text.charAt(at) == 'A' ? 'B' : 'A';
    Files.writeString(proof, text.substring(0, at) + other + text.substring(at + 1));
    assertThat(verify(db, "--proof", proof.toString(), "--trust", trust.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("not signed by the device");
    assertThat(verify(db, "--proof", trust.toString())).isEqualTo(2);

    Path checkpoint = folder.resolve("checkpoint.txt");
    assertThat(run("log", "head", "--db", db.toString(), "--out", checkpoint.toString())).isZero();
    Path key = folder.resolve("witness.key");
    Files.writeString(
        key,
        WitnessKeyText.of(
            real.gateway().identity().witnessName(),
            real.gateway().identity().witnessKey().publicKey()));
    // The newest one is the device's own, made at the end of the desk.
    assertThat(verify(db, "--checkpoint", checkpoint.toString(), "--witness-key", key.toString()))
        .isEqualTo(2);
    assertThat(err.toString()).contains("witness." + RealDesk.ISSUER);
    assertThat(verify(db, "--witness-key", key.toString())).isEqualTo(2);
  }

  @Test
  @DisplayName(
      "D5 S2.10 after a fork: alarm on screen, nothing decided, a new enrolment, and the"
          + " old log still verifies")
  void enrolledAnew() throws Exception {
    real.openDesk();
    Path image = folder.resolve("image.db");
    image(real.deskFolder.auditLog(), image);
    assertThat(real.approve(real.requester("agent-1").ask())).isInstanceOf(JourneyState.Done.class);
    real.closeDesk();
    Files.copy(image, real.deskFolder.auditLog(), StandardCopyOption.REPLACE_EXISTING);
    Files.deleteIfExists(Path.of(real.deskFolder.auditLog() + "-wal"));

    OpenDesk restored = real.openDesk();
    await()
        .untilAsserted(() ->
            assertThat(restored.services().sources().trust().load().alarms())
                .extracting(TrustSnapshot.Alarm::headline)
                .singleElement()
                .asString()
                .startsWith("This device is suspended"));
    RealDesk.Asking agent = real.requester("agent-2");
    assertThat(real.approve(agent.ask())).isInstanceOf(JourneyState.Failed.class);
    String oldJkt = restored.log().genesis().deviceJkt();
    real.closeDesk();

    assertThat(real.gateway().operator().revokeDevice(oldJkt)).isTrue();
    Path aside = folder.resolve("aside");
    Files.move(real.deskFolder.path(), aside);
    real.enrol(real.gateway().operator().newCode(RealDesk.APPROVER).orElseThrow());
    OpenDesk anew = real.openDesk();
    assertThat(anew.log().genesis().deviceJkt()).isNotEqualTo(oldJkt);
    assertThat(real.approve(agent.ask())).isInstanceOf(JourneyState.Done.class);
    await()
        .untilAsserted(
            () -> assertThat(anew.services().sources().trust().load().alarms()).isEmpty());
    assertThat(verify(aside.resolve("audit.db"))).isIn(0, 4);
  }
}
