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
import dev.countersign.gateway.store.WatchedLogs;
import dev.countersign.proof.decision.LogHead;
import dev.countersign.proof.log.LogKeyText;
import dev.countersign.proof.log.NoteSignature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A whole desk, its gateway, and a second witness in a process of its own. */
class SecondWitnessIT {

  @TempDir private static Path made;
  private static String key = "";

  @TempDir private Path folder;
  private Path witnessFolder;
  private RealDesk real;
  private WitnessProcess witness;

  @BeforeAll
  static void makeWitness() throws Exception {
    key = WitnessProcess.make(made, "witness.auditor.example");
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
    witness = new WitnessProcess(witnessFolder, folder.resolve("witness.err"));
  }

  private WatchedLogs watched() {
    return WitnessProcess.logs(witnessFolder);
  }

  @AfterEach
  void stop() throws Exception {
    real.close();
    witness.kill();
  }

  private void configure() throws Exception {
    configure(witness.port());
  }

  private void configure(int port) throws Exception {
    Files.writeString(
        real.deskFolder.settings(),
        "[[witness]]\nkey = \"%s\"\nurl = \"http://127.0.0.1:%d/witness\"\n".formatted(key, port));
  }

  private Optional<TrustSnapshot.Witness> second() {
    return real.desk().services().sources().trust().load().witnesses().stream().findFirst();
  }

  private void awaitStanding(Standing standing) {
    await().until(() -> second().filter(each -> each.standing() == standing).isPresent());
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
    await().until(() -> second().orElseThrow().words().contains("cosigned " + before));
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
    // What is told and remembered first is written down a moment later.
    await()
        .untilAsserted(() ->
            assertThat(events())
                .anySatisfy(event ->
                    assertThat(event)
                        .isInstanceOfSatisfying(
                            DeskEvent.WitnessAlarmed.class,
                            alarm -> assertThat(alarm.kind()).isEqualTo("roll_back"))));

    // The witness being away does not help: what was heard counts until it is dealt with.
    real.closeDesk();
    witness.kill();
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
    await().until(() -> second().orElseThrow().words().contains("cosigned " + size));
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
    witness.kill();
    real.openDesk();
    RealDesk.Asking agent = real.requester("agent-1");
    assertThat(real.approve(agent.ask())).isInstanceOf(JourneyState.Done.class);
    awaitStanding(Standing.SILENT);
    assertThat(real.desk().services().sources().trust().load().alarms()).isEmpty();
    witness.start();
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
      witness.kill();
      witness.start();
      assertThat(real.approve(agent.ask())).isInstanceOf(JourneyState.Done.class);
    }
    await()
        .until(() ->
            second().orElseThrow().words().contains("cosigned " + real.desk().log().head().size()));
  }

  private long witnessKnows() {
    try (WatchedLogs logs = watched()) {
      return logs.all().getFirst().head().map(head -> head.head().size()).orElse(0L);
    }
  }

  /** The sizes that requests named as the ones they began at, and the statuses they got. */
  private static List<Long> beginnings(AnswerRelay relay) {
    return relay.requests().stream()
        .flatMap(text -> Pattern.compile("(?m)^old ([0-9]+)$").matcher(text).results())
        .map(found -> Long.parseLong(found.group(1)))
        .toList();
  }

  private void awaitCosigned() {
    await()
        .untilAsserted(() ->
            assertThat(second().orElseThrow().words())
                .contains("cosigned " + real.desk().log().head().size()));
  }

  @ParameterizedTest(name = "the witness is killed then: {0}")
  @ValueSource(booleans = {false, true})
  @DisplayName(
      "D5 an answer lost after the witness had cosigned: asked at the size it knows, it goes on"
          + " without an alarm")
  void answerLost(boolean killed) throws Exception {
    try (AnswerRelay relay = new AnswerRelay(witness::port)) {
      configure(relay.port());
      Runnable after = killed ? witness::kill : () -> {};
      // The very first answer is lost.
      relay.loseAnswers(after);
      real.openDesk();
      awaitStanding(Standing.SILENT);
      assertThat(relay.lost()).isNotEmpty().allMatch(answer -> answer.startsWith("HTTP/1.1 200"));
      long first = witnessKnows();
      assertThat(first).isPositive();
      recover(relay, killed);
      assertThat(beginnings(relay)).startsWith(0L).endsWith(0L, first);

      // So is one in the middle: what the desk believes is older than what the witness knows.
      long believed = witnessKnows();
      relay.loseAnswers(after);
      assertThat(real.approve(real.requester("agent-2").ask()))
          .isInstanceOf(JourneyState.Done.class);
      awaitStanding(Standing.SILENT);
      long known = witnessKnows();
      assertThat(known).isGreaterThan(believed);
      recover(relay, killed);
      assertThat(beginnings(relay)).endsWith(believed, believed, known);
      assertThat(events()).noneMatch(DeskEvent.WitnessAlarmed.class::isInstance);
    }
  }

  private void recover(AnswerRelay relay, boolean killed) throws Exception {
    relay.passAnswers();
    if (killed) {
      witness.start();
    }
    assertThat(real.approve(real.requester("agent-" + killed + witnessKnows()).ask()))
        .isInstanceOf(JourneyState.Done.class);
    awaitCosigned();
    assertThat(witnessKnows()).isEqualTo(real.desk().log().head().size());
    assertThat(real.desk().services().sources().trust().load().alarms()).isEmpty();
    assertThat(real.desk().log().newestWitnessed().orElseThrow().note().signatures()).hasSize(3);
  }
}
