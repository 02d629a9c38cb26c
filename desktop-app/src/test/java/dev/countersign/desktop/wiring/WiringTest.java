package dev.countersign.desktop.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.Token;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.demo.DemoKeySet;
import dev.countersign.bridge.pkcs11.Pkcs11Cards;
import dev.countersign.desktop.approval.CardShown;
import dev.countersign.desktop.approval.EnrolledCredential.CardCredential;
import dev.countersign.desktop.approval.EnrolledCredential.FidoCredential;
import dev.countersign.desktop.approval.FakeCard;
import dev.countersign.desktop.approval.TokenPort;
import dev.countersign.desktop.audit.AppendOutcome;
import dev.countersign.desktop.audit.AuditEntry;
import dev.countersign.desktop.audit.AuditEntry.Content;
import dev.countersign.desktop.audit.AuditLog;
import dev.countersign.desktop.audit.DeskEvent;
import dev.countersign.desktop.audit.DeskEvent.TokenEnrolment.Change;
import dev.countersign.desktop.audit.HistoryKind;
import dev.countersign.desktop.audit.HistoryQuery;
import dev.countersign.desktop.audit.HistoryRow;
import dev.countersign.desktop.audit.Intent;
import dev.countersign.desktop.audit.LogVerdict;
import dev.countersign.desktop.audit.LogVerifier;
import dev.countersign.desktop.audit.VerifierKeys;
import dev.countersign.desktop.enrollment.EnrolmentPins;
import dev.countersign.desktop.enrollment.FileDeviceKey;
import dev.countersign.desktop.enrollment.Person;
import dev.countersign.desktop.export.Export;
import dev.countersign.desktop.export.ExportFormat;
import dev.countersign.desktop.export.Exporter;
import dev.countersign.desktop.export.Redaction;
import dev.countersign.desktop.ui.history.AuditState;
import dev.countersign.desktop.ui.history.EntryStanding;
import dev.countersign.desktop.ui.history.HistoryDesk;
import dev.countersign.desktop.ui.history.HistoryEvent;
import dev.countersign.desktop.ui.sign.DemoKey;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Ed25519SigningKey;
import dev.countersign.proof.crypto.P256SigningKey;
import dev.countersign.proof.decision.DecisionStatement.App;
import dev.countersign.proof.request.GatewayKeys;
import dev.countersign.proof.testing.CardFixture;
import dev.countersign.proof.testing.Fixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WiringTest {
  private static final Optional<DemoKey> NO_DEMO = Optional.empty();
  private static final Optional<DemoKey> DEMO = Optional.of(new DemoKey("0000", () -> {}));

  private final SecureRandom random = new SecureRandom();
  private final MachineTokens tokens =
      new MachineTokens(DemoKeySet.create(Clock.systemUTC()).watch(), Pkcs11Cards.watch(List.of()));
  private final Wiring wiring = new Wiring(new App("desk", "test"), Clock.systemUTC());

  @TempDir private Path folder;

  @AfterEach
  void close() {
    tokens.close();
  }

  @Test
  @DisplayName("D5 an enrolled desk opens and writes its start into the audit log")
  void opens() throws Exception {
    DeskFolder desk = enrolled(false);
    assertThat(desk.isEnrolled()).isTrue();
    assertThat(wiring.open(desk, tokens, NO_DEMO))
        .isInstanceOfSatisfying(
            Opening.Open.class,
            open -> {
              try (OpenDesk opened = open.desk()) {
                assertThat(events(opened.log()))
                    .containsExactly(
                        new DeskEvent.DeviceEnrolled("ada", "approvals.example", "witness.example"),
                        new DeskEvent.TokenEnrolment(
                            Change.TOKEN_ADDED, Bytes.of(new byte[] {1}), "blue key"),
                        new DeskEvent.Started("desk test"));
              }
            });
  }

  private static List<DeskEvent> events(AuditLog log) {
    return log.entriesFrom(0, 1_000).stream()
        .map(AuditEntry::content)
        .filter(Content.Happened.class::isInstance)
        .map(happened -> ((Content.Happened) happened).event())
        .toList();
  }

  @Test
  @DisplayName("D5 a desk that is closed writes its end and seals the log with its own signature")
  void sealsAtTheEnd() throws Exception {
    DeskFolder desk = enrolled(false);
    open(desk).close();
    assertThat(new LogVerifier(VerifierKeys.none()).verify(desk.auditLog(), Optional.empty()))
        .isInstanceOf(LogVerdict.Intact.class);
    try (OpenDesk again = open(desk)) {
      assertThat(events(again.log()))
          .endsWith(new DeskEvent.Stopped(), new DeskEvent.Started("desk test"));
    }
  }

  @Test
  @DisplayName("D5 a desk that crashed says so at its next start, with the intents it completed")
  void recordsARecovery() throws Exception {
    DeskFolder desk = enrolled(false);
    Path crashed = Files.createDirectory(folder.resolve("crashed"));
    try (OpenDesk opened = open(desk)) {
      Bytes digest = Bytes.of(new byte[32]);
      opened.log().appendIntent(new Intent(digest, digest, "deny", "ada", "jkt", digest));
      for (String name : List.of("device.key", "enrolment.json", "audit.db", "audit.db-wal")) {
        Files.copy(folder.resolve(name), crashed.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    try (OpenDesk again = open(new DeskFolder(crashed))) {
      assertThat(events(again.log()))
          .endsWith(
              new DeskEvent.Recovered(List.of(4L), OptionalLong.empty()),
              new DeskEvent.Started("desk test"));
      assertThat(again.log().openIntents()).isEmpty();
    }
  }

  @Test
  @DisplayName(
      "D5 a story is checked against the tree when it is opened: one changed since is not called"
          + " verified, and ends all decisions")
  void storyOfAChangedEntry() throws Exception {
    DeskFolder desk = enrolled(false);
    try (OpenDesk opened = open(desk)) {
      await().until(() -> opened.verification().state() instanceof LogVerification.State.Checked);
      opened.log().appendEvent(new DeskEvent.SettingChanged("theme", Optional.empty(), "dark"));
      long entry = opened.log().head().size() - 1;
      HistoryDesk history = opened.services().sources().historyDesk();
      HistoryRow row =
          history
              .search(
                  HistoryQuery.ALL.withKind(HistoryKind.SETTINGS).withText("dark"),
                  Long.MAX_VALUE,
                  9)
              .rows()
              .getFirst();
      HistoryDesk.Told before = history.story(row);
      assertThat(before.standing()).isEqualTo(new EntryStanding(true, entry));
      assertThat(((HistoryEvent) before.story()).sentence())
          .isEqualTo("The setting theme was changed to “dark”.");
      try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + desk.auditLog());
          Statement sql = db.createStatement()) {
        sql.execute("DROP TRIGGER entry_no_update");
        sql.execute(
            "UPDATE entry SET bytes = cast(replace(cast(bytes AS TEXT), 'dark', 'lite') AS BLOB)"
                + " WHERE seq = "
                + entry);
      }
      HistoryDesk.Told after = history.story(row);
      assertThat(((HistoryEvent) after.story()).sentence()).contains("lite");
      assertThat(after.standing().inTree()).isFalse();
      Bytes digest = Bytes.of(new byte[32]);
      await()
          .until(() ->
              opened.log().appendIntent(new Intent(digest, digest, "deny", "ada", "jkt", digest))
                  instanceof AppendOutcome.NotRecorded);
    }
  }

  @Test
  @DisplayName("D5 an old entry that was changed is found beside the desk and ends all decisions")
  void verifiesBesideTheDesk() throws Exception {
    DeskFolder desk = enrolled(false);
    try (OpenDesk opened = open(desk)) {
      for (int i = 0; i < 100; i++) {
        opened.log().appendEvent(new DeskEvent.SettingChanged("theme", Optional.empty(), "dark"));
      }
      await().until(() -> opened.verification().state() instanceof LogVerification.State.Checked);
    }
    try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + desk.auditLog());
        Statement sql = db.createStatement();
        var trigger =
            sql.executeQuery("SELECT sql FROM sqlite_schema WHERE name = 'entry_no_update'")) {
      String guardRail = trigger.getString(1);
      trigger.close();
      sql.execute("DROP TRIGGER entry_no_update");
      sql.execute("UPDATE entry SET bytes = x'7b7d' WHERE seq = 5");
      sql.execute(guardRail);
    }
    try (OpenDesk opened = open(desk)) {
      await().until(() -> opened.verification().state() instanceof LogVerification.State.Checked);
      Bytes digest = Bytes.of(new byte[32]);
      assertThat(
              opened.log().appendIntent(new Intent(digest, digest, "deny", "ada", "jkt", digest)))
          .isInstanceOfSatisfying(
              AppendOutcome.NotRecorded.class,
              refused -> assertThat(refused.fault().sentence()).contains("does not verify"));
      assertThat(opened.services().sources().history().load().audit())
          .isInstanceOfSatisfying(
              AuditState.Broken.class, broken -> assertThat(broken.sentence()).contains("entry 5"));
    }
  }

  private OpenDesk open(DeskFolder desk) {
    return ((Opening.Open) wiring.open(desk, tokens, NO_DEMO)).desk();
  }

  @Test
  @DisplayName("S2.10 a device that is not enrolled opens nothing")
  void refusesWithoutEnrolment() {
    assertThat(new DeskFolder(folder).isEnrolled()).isFalse();
    assertThat(refusal(new DeskFolder(folder), NO_DEMO)).contains("enrolment cannot be used");
  }

  @Test
  @DisplayName("S0.10 the demo key never meets a real gateway, and a demo enrolment is no real one")
  void keepsDemoAndRealApart() throws Exception {
    assertThat(refusal(enrolled(false), DEMO)).contains("demo key cannot be used");
    Path other = Files.createDirectory(folder.resolve("other"));
    assertThat(refusal(enrolled(other, true), NO_DEMO)).contains("demo gateway");
  }

  @Test
  @DisplayName("S2.3 a device key that others can read is refused")
  void refusesReadableKeys() throws Exception {
    DeskFolder desk = enrolled(false);
    Files.setPosixFilePermissions(desk.deviceKey(), PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(refusal(desk, NO_DEMO)).contains("device.key");
  }

  @Test
  @DisplayName("D5 nothing can be decided with an audit log that was changed")
  void refusesAChangedLog() throws Exception {
    DeskFolder desk = enrolled(false);
    try (OpenDesk opened = ((Opening.Open) wiring.open(desk, tokens, NO_DEMO)).desk()) {
      assertThat(opened.log().head().size()).isEqualTo(4);
    }
    try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + desk.auditLog());
        Statement sql = db.createStatement()) {
      sql.execute("DROP TRIGGER entry_no_update");
      sql.execute("UPDATE entry SET bytes = x'7b7d' WHERE seq = 1");
    }
    assertThat(refusal(desk, NO_DEMO)).contains("audit log");
  }

  @Test
  @DisplayName("D5 a second desk on the same folder is refused, and a later one opens again")
  void refusesASecondDesk() throws Exception {
    DeskFolder desk = enrolled(false);
    try (OpenDesk first = ((Opening.Open) wiring.open(desk, tokens, NO_DEMO)).desk()) {
      assertThat(refusal(desk, NO_DEMO)).contains("open already");
      assertThat(first.log().head().size()).isEqualTo(4);
    }
    try (OpenDesk later = ((Opening.Open) wiring.open(desk, tokens, NO_DEMO)).desk()) {
      assertThat(later.log().head().size()).isEqualTo(6);
    }
  }

  @Test
  @DisplayName("a desk that was refused holds nothing, and opens once the cause is gone")
  void letsGoAfterARefusal() throws Exception {
    DeskFolder desk = enrolled(false);
    Files.writeString(desk.pendingProof(), "{");
    assertThat(refusal(desk, NO_DEMO)).contains("proof that was kept");
    Files.delete(desk.pendingProof());
    try (OpenDesk opened = ((Opening.Open) wiring.open(desk, tokens, NO_DEMO)).desk()) {
      assertThat(opened.log().head().size()).isEqualTo(4);
    }
  }

  @Test
  @DisplayName("a kept proof that cannot be read stops the desk instead of being forgotten")
  void refusesADamagedKeptProof() throws Exception {
    DeskFolder desk = enrolled(false);
    Files.writeString(desk.pendingProof(), "{");
    assertThat(refusal(desk, NO_DEMO)).contains("proof that was kept");
    assertThat(desk.pendingProof()).exists();
  }

  @Test
  @DisplayName("the user's folder follows XDG_STATE_HOME, and only an absolute one")
  void findsTheFolder() {
    Path home = Path.of("/somewhere");
    assertThat(DeskFolder.ofUser(Map.of(), home).path())
        .isEqualTo(home.resolve(".local/state/countersign"));
    assertThat(DeskFolder.ofUser(Map.of("XDG_STATE_HOME", "relative"), home).path())
        .isEqualTo(home.resolve(".local/state/countersign"));
    assertThat(DeskFolder.ofUser(Map.of("XDG_STATE_HOME", "/state"), home).path())
        .isEqualTo(Path.of("/state/countersign"));
  }

  @Test
  @DisplayName("S3.3 a command writes into the log of a closed desk, and of no open one")
  void commandsWriteIntoAClosedDesksLog() throws Exception {
    DeskFolder desk = enrolled(false);
    DeskEvent change =
        new DeskEvent.TokenEnrolment(Change.TOKEN_REVOKED, Bytes.of(new byte[] {1}), "blue key");
    FolderDiary diary = new FolderDiary(desk, Clock.systemUTC());
    try (OpenDesk opened = ((Opening.Open) wiring.open(desk, tokens, NO_DEMO)).desk()) {
      assertThat(diary.record(change)).hasValueSatisfying(why -> assertThat(why).contains("open"));
      assertThat(events(opened.log())).doesNotContain(change);
    }
    assertThat(diary.record(change)).isEmpty();
    try (OpenDesk opened = ((Opening.Open) wiring.open(desk, tokens, NO_DEMO)).desk()) {
      assertThat(events(opened.log())).contains(change).doesNotContain(crash());
    }
  }

  @Test
  @DisplayName(
      "S1.5 an export after a crash keeps SQLite's locks on the log, without which another program"
          + " could take the journal away in the middle")
  void exportsAfterACrash() throws Exception {
    Path locks = Path.of("/proc/locks");
    assumeTrue(Files.isReadable(locks), "the system does not tell its locks");
    DeskFolder desk = enrolled(false);
    Path crashed = Files.createDirectory(folder.resolve("crashed"));
    try (OpenDesk _ = open(desk)) {
      for (String name : List.of("device.key", "audit.db", "audit.db-wal")) {
        Files.copy(folder.resolve(name), crashed.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    DeskFolder left = new DeskFolder(crashed);
    FakeCard card = new FakeCard(CardFixture.CARD, "Reader 1");
    EnrolmentPins pins = EnrolmentPins.load(desk.enrolment());
    new EnrolmentPins(
            pins.gateway(),
            pins.gatewayKeys(),
            pins.audience(),
            pins.demo(),
            pins.witness(),
            pins.approver(),
            List.of(CardCredential.of(CardFixture.CARD.chain(), "my card")))
        .save(left.enrolment());
    String ours =
        " %d .*:%s .*"
            .formatted(
                ProcessHandle.current().pid(), Files.getAttribute(left.auditLog(), "unix:ino"));
    List<String> held = new ArrayList<>();
    Export.Control inTheMiddle =
        new Export.Control(
            _ -> {},
            () -> {
              try (Stream<String> all = Files.lines(locks)) {
                all.filter(Pattern.compile(ours).asPredicate()).forEach(held::add);
                return false;
              } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
              }
            });
    assertThat(
            new FolderExporter(
                    left,
                    new FolderExporter.Confirming(new Inserted(card), new Confirms()),
                    "test",
                    () -> Instant.ofEpochSecond(Fixture.DECIDED_AT))
                .export(
                    new Exporter.Target.NewFile(
                        folder.resolve("log.jsonl"), ExportFormat.JSONL, Export.Range.ALL),
                    Redaction.NONE,
                    inTheMiddle))
        .isInstanceOf(Export.Outcome.Done.class);
    assertThat(held).isNotEmpty();
  }

  private record Inserted(Card card) implements TokenPort {
    @Override
    public List<Token> attached() {
      return List.of();
    }

    @Override
    public List<Card> cards() {
      return List.of(card);
    }
  }

  private static final class Confirms implements Person {
    @Override
    public Optional<char[]> pin(String tokenName, Optional<TokenFailure.WrongPin> last) {
      throw new AssertionError("no key is there");
    }

    @Override
    public Optional<char[]> cardPin(CardShown card, Optional<String> message) {
      return Optional.of("1234".toCharArray());
    }

    @Override
    public Optional<Integer> choose(List<CardShown> cards, int keys) {
      throw new AssertionError("there is one card");
    }

    @Override
    public void says(String sentence) {}
  }

  private static DeskEvent crash() {
    return new DeskEvent.Recovered(List.of(), OptionalLong.empty());
  }

  private String refusal(DeskFolder desk, Optional<DemoKey> demoKey) {
    Opening opening = wiring.open(desk, tokens, demoKey);
    assertThat(opening).isInstanceOf(Opening.Refused.class);
    return ((Opening.Refused) opening).sentence();
  }

  private DeskFolder enrolled(boolean demo) throws Exception {
    return enrolled(folder, demo);
  }

  private DeskFolder enrolled(Path path, boolean demo) throws Exception {
    DeskFolder desk = new DeskFolder(path);
    FileDeviceKey.create(desk.deviceKey());
    Ed25519SigningKey gateway = Ed25519SigningKey.generate(random);
    GatewayKeys pinned =
        new GatewayKeys(
            demo ? "demo.gateway.example" : "gateway.example",
            List.of(
                new GatewayKeys.Pinned(
                    gateway.publicKey(), 0, Long.MAX_VALUE >>> 11, OptionalLong.empty())));
    new EnrolmentPins(
            URI.create("http://127.0.0.1:1"),
            pinned,
            "approvals.example",
            demo,
            new EnrolmentPins.Witness("witness.example", gateway.publicKey()),
            "ada",
            List.of(
                new FidoCredential(
                    Bytes.of(new byte[] {1}),
                    P256SigningKey.generate(random).publicKey(),
                    "blue key")))
        .save(desk.enrolment());
    return desk;
  }
}
