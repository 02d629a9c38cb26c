package dev.countersign.desktop.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.countersign.desktop.approval.JourneyFailure;
import dev.countersign.desktop.approval.JourneyState;
import dev.countersign.desktop.audit.AuditEntry.Content;
import dev.countersign.desktop.audit.DeskEvent;
import dev.countersign.desktop.enrollment.FileDeviceKey;
import dev.countersign.desktop.ui.trust.TrustSnapshot;
import dev.countersign.desktop.ui.trust.TrustSnapshot.Standing;
import dev.countersign.gateway.main.GatewayMain;
import dev.countersign.gateway.store.WatchedLogs;
import dev.countersign.gateway.store.sqlite.SqliteWatchedLogs;
import dev.countersign.proof.decision.LogHead;
import dev.countersign.proof.log.LogKeyText;
import dev.countersign.proof.log.NoteSignature;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole desk, its gateway, and a second witness in a process of its own. */
class SecondWitnessIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private static Path made;
  private static String key = "";

  @TempDir private Path folder;
  private Path witnessFolder;
  private RealDesk real;
  private Process witness;
  private int port;

  @BeforeAll
  static void makeWitness() throws Exception {
    command("init", "--data", made.toString(), "--name", "witness.auditor.example");
    key = command("key", "--data", made.toString()).strip();
  }

  @BeforeEach
  void start() throws Exception {
    real = RealDesk.in(Files.createDirectories(folder.resolve("real")));
    witnessFolder = Files.createDirectories(folder.resolve("auditor"));
    copy(made, witnessFolder);
    FileDeviceKey device = FileDeviceKey.open(real.deskFolder.deviceKey());
    String origin = LogHead.originOf(device.publicKey().thumbprint());
    try (WatchedLogs logs = watched()) {
      logs.add(origin, LogKeyText.of(origin, device.publicKey()));
    }
    startWitness();
  }

  private WatchedLogs watched() {
    return SqliteWatchedLogs.open(witnessFolder.resolve("witness.db"), Clock.systemUTC());
  }

  @AfterEach
  void stop() throws Exception {
    real.close();
    stopWitness();
  }

  private static List<String> java(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                GatewayMain.class.getName(),
                "witness"));
    command.addAll(List.of(arguments));
    return command;
  }

  private static String command(String... arguments) throws Exception {
    Process run = new ProcessBuilder(java(arguments)).redirectErrorStream(true).start();
    String said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(run.waitFor()).as(said).isZero();
    return said;
  }

  private void startWitness() throws IOException {
    witness =
        new ProcessBuilder(java("serve", "--data", witnessFolder.toString(), "--port", "" + port))
            .redirectError(folder.resolve("witness.err").toFile())
            .start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(witness.getInputStream(), StandardCharsets.UTF_8));
    String listening = String.valueOf(out.readLine());
    assertThat(listening).startsWith("listening on http://127.0.0.1:");
    port = Integer.parseInt(listening.replaceAll(".*:([0-9]+)/witness", "$1"));
  }

  private void stopWitness() throws InterruptedException {
    witness.destroyForcibly();
    witness.waitFor(10, TimeUnit.SECONDS);
  }

  private void configure() throws Exception {
    Files.writeString(
        real.deskFolder.settings(),
        "[[witness]]\nkey = \"%s\"\nurl = \"http://127.0.0.1:%d/witness\"\n".formatted(key, port));
  }

  private Optional<TrustSnapshot.Witness> second() {
    return real.desk().services().sources().trust().load().witnesses().stream().findFirst();
  }

  private void awaitStanding(Standing standing) {
    await()
        .atMost(PATIENCE)
        .until(() -> second().filter(each -> each.standing() == standing).isPresent());
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Path target = to.resolve(from.relativize(each).toString());
        if (!Files.isDirectory(target)) {
          Files.copy(each, target, StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  private List<DeskEvent> events() {
    return real.desk().log().entriesFrom(0, 1_000).stream()
        .map(entry -> entry.content())
        .filter(Content.Happened.class::isInstance)
        .map(happened -> ((Content.Happened) happened).event())
        .toList();
  }

  @Test
  @DisplayName(
      "D5 the kept checkpoint carries both cosignatures, and the change of settings is told")
  void bothCosign() throws Exception {
    configure();
    real.openDesk();
    RealDesk.Asking agent = real.requester("agent-1");
    assertThat(real.approve(agent.ask())).isInstanceOf(JourneyState.Done.class);
    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(
                    real.desk().log().newestWitnessed().orElseThrow().note().signatures().stream()
                        .map(NoteSignature::name))
                .hasSize(3)
                .contains("witness.auditor.example", "witness." + RealDesk.ISSUER));
    assertThat(real.desk().log().newestWitnessed().orElseThrow().checkpoint())
        .isEqualTo(real.desk().log().head());
    assertThat(events())
        .anySatisfy(event ->
            assertThat(event)
                .isInstanceOfSatisfying(
                    DeskEvent.SettingChanged.class,
                    change -> {
                      assertThat(change.setting()).isEqualTo("second_witness");
                      assertThat(change.to()).contains("witness.auditor.example");
                    }));
    real.closeDesk();
    real.openDesk();
    assertThat(events()).filteredOn(DeskEvent.SettingChanged.class::isInstance).hasSize(1);
  }

  @Test
  @DisplayName(
      "D5 desk and gateway rolled back together: only the second witness sees it, and it"
          + " ends all decisions, also after a restart, until it is no longer configured")
  void rolledBackTogether() throws Exception {
    configure();
    real.openDesk();
    RealDesk.Asking agent = real.requester("agent-1");
    assertThat(real.approve(agent.ask())).isInstanceOf(JourneyState.Done.class);
    awaitStanding(Standing.COSIGNED);
    real.closeDesk();
    real.stopGateway();
    Path image = folder.resolve("image");
    copy(real.folder, image);
    real.startGateway();
    real.openDesk();
    assertThat(real.approve(real.requester("agent-2").ask())).isInstanceOf(JourneyState.Done.class);
    long before = real.desk().log().head().size();
    await()
        .atMost(PATIENCE)
        .until(() -> second().orElseThrow().words().contains("cosigned " + before));
    real.closeDesk();
    real.stopGateway();
    delete(real.folder);
    copy(image, real.folder);
    real.startGateway();

    real.openDesk();
    RealDesk.Asking later = real.requester("agent-3");
    assertThat(real.approve(later.ask()))
        .isInstanceOfSatisfying(
            JourneyState.Failed.class,
            failed -> {
              assertThat(failed.failure().reason())
                  .isEqualTo(JourneyFailure.Reason.AUDIT_UNAVAILABLE);
              assertThat(failed.failure().text()).contains("witness.auditor.example");
            });
    awaitStanding(Standing.ALARMED);
    assertThat(real.desk().services().sources().trust().load().alarms())
        .singleElement()
        .satisfies(alarm -> assertThat(alarm.headline()).contains("here are only"));
    assertThat(events())
        .anySatisfy(event ->
            assertThat(event)
                .isInstanceOfSatisfying(
                    DeskEvent.WitnessAlarmed.class,
                    alarm -> assertThat(alarm.kind()).isEqualTo("roll_back")));

    // The witness being away does not help: what was heard counts until it is dealt with.
    real.closeDesk();
    stopWitness();
    real.openDesk();
    assertThat(real.approve(later.ask())).isInstanceOf(JourneyState.Failed.class);
    assertThat(second().orElseThrow().standing()).isEqualTo(Standing.ALARMED);
    real.closeDesk();
    Files.delete(real.deskFolder.settings());
    real.openDesk();
    assertThat(real.approve(later.ask())).isInstanceOf(JourneyState.Done.class);
  }

  @Test
  @DisplayName("D5 a log that went its own way from an older image is a fork to the second witness")
  void fork() throws Exception {
    configure();
    Path image = folder.resolve("image");
    real.openDesk();
    awaitStanding(Standing.COSIGNED);
    real.closeDesk();
    real.stopGateway();
    copy(real.folder, image);
    real.startGateway();
    real.openDesk();
    long size = real.desk().log().head().size();
    await()
        .atMost(PATIENCE)
        .until(() -> second().orElseThrow().words().contains("cosigned " + size));
    real.closeDesk();
    real.stopGateway();
    delete(real.folder);
    copy(image, real.folder);
    real.startGateway();
    real.openDesk();
    // The copy is as long as what the witness knows, and longer, with other entries.
    awaitStanding(Standing.ALARMED);
    RealDesk.Asking agent = real.requester("agent-1");
    assertThat(real.approve(agent.ask())).isInstanceOf(JourneyState.Failed.class);
    try (WatchedLogs logs = watched()) {
      assertThat(logs.all().getFirst().fork()).isPresent();
    }
  }

  @Test
  @DisplayName("D5 a second witness that is away is told, and stops nothing; back again it cosigns")
  void away() throws Exception {
    configure();
    stopWitness();
    real.openDesk();
    RealDesk.Asking agent = real.requester("agent-1");
    assertThat(real.approve(agent.ask())).isInstanceOf(JourneyState.Done.class);
    awaitStanding(Standing.SILENT);
    assertThat(real.desk().services().sources().trust().load().alarms()).isEmpty();
    startWitness();
    assertThat(real.approve(agent.ask())).isInstanceOf(JourneyState.Done.class);
    awaitStanding(Standing.COSIGNED);
  }

  @Test
  @DisplayName("D5 a witness killed and started again between decisions cosigns the next heads")
  void killedWitness() throws Exception {
    configure();
    real.openDesk();
    awaitStanding(Standing.COSIGNED);
    RealDesk.Asking agent = real.requester("agent-1");
    for (int i = 0; i < 3; i++) {
      stopWitness();
      startWitness();
      assertThat(real.approve(agent.ask())).isInstanceOf(JourneyState.Done.class);
    }
    await()
        .atMost(PATIENCE)
        .until(() ->
            second().orElseThrow().words().contains("cosigned " + real.desk().log().head().size()));
  }
}
