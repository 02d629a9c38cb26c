package dev.countersign.desktop.audit;

import static dev.countersign.desktop.audit.LogFixture.CLOCK;
import static dev.countersign.desktop.audit.LogFixture.GENESIS;
import static dev.countersign.desktop.audit.LogFixture.digest;
import static dev.countersign.desktop.audit.LogFixture.event;
import static dev.countersign.desktop.audit.LogFixture.intent;
import static dev.countersign.desktop.audit.LogFixture.open;
import static dev.countersign.desktop.audit.LogFixture.recorded;
import static dev.countersign.desktop.audit.LogFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.desktop.audit.AppendOutcome.NotRecorded;
import dev.countersign.desktop.audit.AppendOutcome.Recorded;
import dev.countersign.desktop.audit.AuditEntry.Content;
import dev.countersign.desktop.audit.AuditFault.Kind;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.log.Checkpoint;
import dev.countersign.proof.log.ConsistencyProof;
import dev.countersign.proof.log.InclusionProof;
import dev.countersign.proof.log.TreeHashing;
import dev.countersign.proof.log.TreeVerifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {
  @TempDir Path folder;

  private Path path() {
    return folder.resolve("audit.db");
  }

  @Test
  @DisplayName("D5 a new log begins with the entry that names device and gateway")
  void genesis() {
    try (AuditLog log = open(path())) {
      assertThat(log.head().size()).isEqualTo(1);
      assertThat(log.entries(1, 10).getFirst().content())
          .isEqualTo(new Content.Begun(CLOCK.instant().getEpochSecond(), GENESIS));
    }
  }

  @Test
  @DisplayName("D5 the intent's bytes are the members of the protocol in their order, salted")
  void intentBytes() {
    try (AuditLog log = open(path())) {
      Recorded first = recorded(log.appendIntent(intent(1)));
      Recorded second = recorded(log.appendIntent(intent(1)));
      String text = new String(first.leaf().toArray(), StandardCharsets.UTF_8);
      assertThat(text)
          .matches(
              "\\{\"type\":\"intent\",\"at\":1790000000,\"request_sha256\":\"[\\w-]{43}\",\"display_digest\":\"[\\w-]{43}\","
                  + "\"decision\":\"approve\",\"approver\":\"alice\",\"device_jkt\":\"device-thumbprint\","
                  + "\"challenge_sha256\":\"[\\w-]{43}\",\"salt\":\"[\\w-]{22}\"\\}");
      assertThat(log.entries(2, 1).getFirst().content())
          .isEqualTo(new Content.Intended(1_790_000_000, intent(1)));
      assertThat(second.leaf()).isNotEqualTo(first.leaf());
      assertThat(first.index()).isEqualTo(1);
      assertThat(first.size()).isEqualTo(2);
    }
  }

  @Test
  @DisplayName("D5 the head, inclusion and consistency proofs hold over the recorded bytes")
  void proofs() {
    try (AuditLog log = open(path())) {
      List<Recorded> all = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        all.add(event(log, i));
      }
      Recorded last = all.getLast();
      assertThat(log.head()).isEqualTo(new Checkpoint(GENESIS.origin(), 21, last.root()));
      for (Recorded each : all) {
        InclusionProof in = log.inclusionProof(each.index(), 21);
        assertThat(
                TreeVerifier.inclusion(in, TreeHashing.leaf(each.leaf().toArray()), last.root())
                    .holds())
            .isTrue();
        ConsistencyProof grown = log.consistencyProof(each.size(), 21);
        assertThat(TreeVerifier.consistency(grown, each.root(), last.root()).holds()).isTrue();
      }
      assertThatThrownBy(() -> log.inclusionProof(0, 22))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> log.consistencyProof(1, 22))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  @DisplayName("D5 every outcome comes back as it was recorded, newest first")
  void outcomes() {
    Bytes proof = Bytes.utf8("proof");
    List<DecisionOutcome> outcomes =
        List.of(
            new DecisionOutcome.Accepted(proof, Bytes.utf8("receipt")),
            new DecisionOutcome.Refused("expired", proof),
            new DecisionOutcome.Cancelled(),
            new DecisionOutcome.TimedOut(),
            new DecisionOutcome.TokenFailed("pin_wrong"),
            new DecisionOutcome.Unknown());
    try (AuditLog log = open(path())) {
      for (DecisionOutcome outcome : outcomes) {
        long intent = recorded(log.appendIntent(intent(1))).index();
        recorded(log.appendOutcome(intent, digest(1), outcome, Optional.of(Bytes.utf8("request"))));
      }
      List<DecisionOutcome> read =
          log.entries(log.head().size(), 12).stream()
              .map(AuditEntry::content)
              .filter(Content.Ended.class::isInstance)
              .map(ended -> ((Content.Ended) ended).outcome())
              .toList();
      assertThat(read).isEqualTo(outcomes.reversed());
      assertThat(log.entries(3, 2)).extracting(AuditEntry::index).containsExactly(2L, 1L);
      assertThat(log.entriesFrom(3, 2)).extracting(AuditEntry::index).containsExactly(3L, 4L);
    }
  }

  @Test
  @DisplayName(
      "D5 an intent ends once: a second outcome answers the first, and only unknown is settled")
  void oneOutcome() {
    Bytes proof = Bytes.utf8("proof");
    try (AuditLog log = open(path())) {
      recorded(log.appendIntent(intent(1)));
      recorded(log.appendIntent(intent(2)));
      Recorded unknown = outcome(log, 1, new DecisionOutcome.Unknown());
      assertThat(outcome(log, 1, new DecisionOutcome.Unknown())).isEqualTo(unknown);
      Recorded settled = outcome(log, 1, new DecisionOutcome.Refused("expired", proof));
      assertThat(settled.index()).isEqualTo(4);
      outcome(log, 2, new DecisionOutcome.Cancelled());
      long size = log.head().size();
      assertThat(outcome(log, 1, new DecisionOutcome.Refused("expired", proof))).isEqualTo(settled);
      assertThat(outcome(log, 1, new DecisionOutcome.Cancelled())).isEqualTo(settled);
      assertThat(outcome(log, 1, new DecisionOutcome.Unknown())).isEqualTo(unknown);
      assertThat(log.head().size()).isEqualTo(size);
    }
  }

  private static Recorded outcome(AuditLog log, long intent, DecisionOutcome outcome) {
    return recorded(log.appendOutcome(intent, digest(1), outcome, Optional.empty()));
  }

  @Test
  @DisplayName("D5 a log that was found changed takes no decision, but still outcomes and events")
  void refusesDecisions() {
    try (AuditLog log = open(path())) {
      recorded(log.appendIntent(intent(1)));
      AuditFault why = new AuditFault(Kind.DAMAGED, "changed");
      log.refuseDecisions(why);
      assertThat(log.appendIntent(intent(2))).isEqualTo(new NotRecorded(why));
      outcome(log, 1, new DecisionOutcome.Cancelled());
      event(log, 1);
      assertThat(log.entries(9, 9)).hasSize(4);
    }
  }

  @Test
  @DisplayName("D5 every kind of event comes back as it was recorded")
  void events() {
    List<DeskEvent> events =
        List.of(
            new DeskEvent.Started("desk 1"),
            new DeskEvent.Stopped(),
            new DeskEvent.Recovered(List.of(3L, 9L), OptionalLong.of(11)),
            new DeskEvent.Recovered(List.of(), OptionalLong.empty()),
            new DeskEvent.QuietHead(5, digest(5), 4),
            LogFixture.plugged(1),
            new DeskEvent.TokenChanged(DeskEvent.TokenChanged.Presence.REMOVED, "ключ", "PIV"),
            new DeskEvent.DeviceEnrolled("ada", "approvals.example", "gateway.example/witness"),
            new DeskEvent.TokenEnrolment(
                DeskEvent.TokenEnrolment.Change.TOKEN_REVOKED, digest(7), "blue"),
            new DeskEvent.SettingChanged("theme", Optional.empty(), "dark"),
            new DeskEvent.SettingChanged("theme", Optional.of("dark"), "light"),
            new DeskEvent.FeedLost(1_790_000_000, "no route"),
            new DeskEvent.FeedRegained(1_790_000_000),
            new DeskEvent.Exported("jsonl", 0, 12, true, Optional.empty()),
            new DeskEvent.Exported(
                "csv", 0, 12, false, Optional.of(Bytes.of(new byte[] {1, 2, 3}))));
    try (AuditLog log = open(path())) {
      events.forEach(event -> recorded(log.appendEvent(event)));
      assertThat(log.entries(log.head().size(), events.size()).reversed())
          .extracting(entry -> ((Content.Happened) entry.content()).event())
          .isEqualTo(events);
    }
  }

  @Test
  @DisplayName("D5 a text of any length fits into an event, never cut inside a character")
  void longTexts() {
    DeskEvent.FeedLost lost = new DeskEvent.FeedLost(1, "x" + "😀".repeat(300));
    assertThat(lost.reason()).hasSizeLessThanOrEqualTo(DeskEvent.MAX_TEXT).endsWith("😀…");
    try (AuditLog log = open(path())) {
      recorded(log.appendEvent(lost));
      assertThat(((Content.Happened) log.entries(2, 1).getFirst().content()).event())
          .isEqualTo(lost);
    }
  }

  @Test
  @DisplayName("D5 a log that is opened again goes on where it ended")
  void reopen() {
    Checkpoint head;
    try (AuditLog log = open(path())) {
      for (int i = 0; i < 6; i++) {
        event(log, i);
      }
      head = log.head();
    }
    try (AuditLog log = open(path())) {
      assertThat(log.head()).isEqualTo(head);
      Recorded next = event(log, 7);
      assertThat(
              TreeVerifier.consistency(
                      log.consistencyProof(head.size(), next.size()), head.root(), next.root())
                  .holds())
          .isTrue();
    }
  }

  @Test
  @DisplayName("D5 intents that a crash left without outcome are found at start and completed once")
  void openIntents() throws Exception {
    Path crashed = folder.resolve("crashed.db");
    try (AuditLog log = open(path())) {
      recorded(log.appendIntent(intent(1)));
      recorded(log.appendOutcome(1, digest(1), new DecisionOutcome.Cancelled(), Optional.empty()));
      recorded(log.appendIntent(intent(2)));
      // What a killed process leaves behind: database and journal as they are at this moment.
      Files.copy(path(), crashed);
      Files.copy(folder.resolve("audit.db-wal"), folder.resolve("crashed.db-wal"));
    }
    try (AuditLog log = open(crashed)) {
      assertThat(log.openIntents()).extracting(AuditEntry::index).containsExactly(3L);
      assertThat(log.completeOpenIntentsAsUnknown())
          .hasSize(1)
          .allMatch(Recorded.class::isInstance);
      assertThat(log.openIntents()).isEmpty();
      Content.Ended ended = (Content.Ended) log.entries(5, 1).getFirst().content();
      assertThat(ended.outcome()).isEqualTo(new DecisionOutcome.Unknown());
      assertThat(ended.intentIndex()).isEqualTo(3);
      recorded(log.appendEvent(new DeskEvent.Started("desk")));
      assertThat(log.openIntents()).isEmpty();
      recorded(log.appendIntent(intent(3)));
      assertThat(log.openIntents()).extracting(AuditEntry::index).containsExactly(6L);
    }
  }

  @Test
  @DisplayName("D5 entries of many threads are all recorded, in one order without gaps")
  void manyThreads() throws Exception {
    try (AuditLog log = open(path());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Recorded>> acknowledged = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        int number = i;
        Callable<Recorded> append = () -> event(log, number);
        acknowledged.add(threads.submit(append));
      }
      List<Long> indexes = new ArrayList<>();
      for (Future<Recorded> each : acknowledged) {
        Recorded done = each.get();
        indexes.add(done.index());
        assertThat(log.entries(done.index() + 1, 1).getFirst().leaf()).isEqualTo(done.leaf());
      }
      assertThat(indexes).doesNotHaveDuplicates().hasSize(200);
      assertThat(log.head().size()).isEqualTo(201);
    }
    assertThat(new LogVerifier(VerifierKeys.none()).verify(path(), Optional.empty()))
        .isInstanceOf(LogVerdict.Unsealed.class);
  }

  @Test
  @DisplayName(
      "D5 the file and its journal belong to their owner alone, also when it was wider before")
  void fileMode() throws Exception {
    Path nested = folder.resolve("state/countersign/audit.db");
    try (AuditLog log = open(nested)) {
      event(log, 1);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(nested)))
          .isEqualTo("rw-------");
      Path wal = nested.resolveSibling("audit.db-wal");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(wal)))
          .isEqualTo("rw-------");
    }
    Files.setPosixFilePermissions(nested, PosixFilePermissions.fromString("rw-r--r--"));
    open(nested).close();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(nested)))
        .isEqualTo("rw-------");
  }

  @Test
  @DisplayName(
      "D5 a full disk refuses the intent with a clear sentence, and room again lets it through")
  void diskFull() throws Exception {
    open(path()).close();
    Connection db = AuditFile.connect(path());
    try (Statement sql = db.createStatement();
        AuditWriter writer = LogFixture.writer(db)) {
      sql.execute("PRAGMA max_page_count = 1");
      EntryWriter entries = new EntryWriter(CLOCK);
      Bytes large =
          entries.outcome(
              0,
              digest(1),
              new DecisionOutcome.Cancelled(),
              Optional.of(Bytes.of(new byte[60_000])));
      AppendOutcome refused = writer.append(large);
      assertThat(refused).isInstanceOf(NotRecorded.class);
      assertThat(((NotRecorded) refused).fault().kind()).isEqualTo(Kind.DISK_FULL);
      assertThat(((NotRecorded) refused).fault().sentence()).contains("disk is full");
      assertThat(writer.head().size()).isEqualTo(1);
      sql.execute("PRAGMA max_page_count = 1000");
      assertThat(recorded(writer.append(large)).index()).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("D5 an entry above the size limit is refused and nothing is recorded")
  void tooLarge() {
    try (AuditLog log = open(path())) {
      Bytes huge = Bytes.of(new byte[200_000]);
      AppendOutcome outcome =
          log.appendOutcome(0, digest(1), new DecisionOutcome.Cancelled(), Optional.of(huge));
      assertThat(((NotRecorded) outcome).fault().kind()).isEqualTo(Kind.TOO_LARGE);
      assertThat(log.head().size()).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("D5 a log that another program holds refuses within the deadline")
  void locked() throws Exception {
    try (AuditLog log = log(Duration.ofMillis(200));
        Connection other = DriverManager.getConnection("jdbc:sqlite:" + path());
        Statement sql = other.createStatement()) {
      sql.execute("BEGIN IMMEDIATE");
      AppendOutcome outcome = log.appendIntent(intent(1));
      assertThat(((NotRecorded) outcome).fault().kind()).isEqualTo(Kind.TIMED_OUT);
      sql.execute("ROLLBACK");
    }
  }

  @Test
  @DisplayName("D5 after a write that hangs, the next one is refused at once, and reading goes on")
  void stuck() throws Exception {
    try (AuditLog log = log(Duration.ofMillis(500));
        Connection other = DriverManager.getConnection("jdbc:sqlite:" + path());
        Statement sql = other.createStatement()) {
      sql.execute("BEGIN IMMEDIATE");
      assertThat(log.appendIntent(intent(1))).isInstanceOf(NotRecorded.class);
      long before = System.nanoTime();
      for (int i = 0; i < 20; i++) {
        AppendOutcome refused = log.appendIntent(intent(2));
        assertThat(((NotRecorded) refused).fault().kind()).isEqualTo(Kind.TIMED_OUT);
      }
      // Twenty deadlines would be ten seconds; SQLite's own wait for the lock is four.
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
      assertThat(log.entries(9, 9)).hasSize(1);
      assertThat(log.head().size()).isEqualTo(1);
      sql.execute("ROLLBACK");
    }
  }

  @Test
  @DisplayName("D5 a log to which another program appended refuses to go on")
  void changedBelow() throws Exception {
    try (AuditLog log = open(path())) {
      LogFixture.rawSql(path(), "INSERT INTO entry VALUES (1, x'00')");
      AppendOutcome outcome = log.appendIntent(intent(1));
      assertThat(((NotRecorded) outcome).fault().kind()).isEqualTo(Kind.DAMAGED);
      assertThat(log.appendIntent(intent(2))).isInstanceOf(NotRecorded.class);
    }
  }

  @Test
  @DisplayName("D5 nothing is recorded after closing, or for a thread that was interrupted")
  void closedAndInterrupted() {
    AuditLog log = open(path());
    Thread.currentThread().interrupt();
    AppendOutcome interrupted = log.appendIntent(intent(1));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(((NotRecorded) interrupted).fault().kind()).isEqualTo(Kind.INTERRUPTED);
    log.close();
    assertThat(((NotRecorded) log.appendIntent(intent(1))).fault().kind())
        .isEqualTo(Kind.UNAVAILABLE);
  }

  @Test
  @DisplayName("D5 the guard rails stop a change by mistake")
  void guardRails() {
    open(path()).close();
    for (String statement :
        List.of(
            "UPDATE entry SET bytes = x'00'",
            "DELETE FROM entry",
            "INSERT INTO entry VALUES (7, x'00')",
            "INSERT OR REPLACE INTO entry VALUES (0, x'00')",
            "UPDATE node SET level = 1",
            "DELETE FROM node",
            "INSERT OR REPLACE INTO node VALUES (0, 0, zeroblob(32))")) {
      assertThatThrownBy(() -> LogFixture.rawSql(path(), statement))
          .as(statement)
          .hasMessageContaining("o");
    }
    assertThat(new LogVerifier(VerifierKeys.none()).verify(path(), Optional.empty()).exitCode())
        .isEqualTo(4);
  }

  @Test
  @DisplayName("D5 files that are not this device's log are refused and left as they are")
  void refusedFiles() throws Exception {
    Path text = folder.resolve("text");
    Files.writeString(text, "not a database, but long enough to have a header of one".repeat(50));
    Path foreign = folder.resolve("foreign.db");
    LogFixture.rawSql(foreign, "CREATE TABLE t(x)");
    Path newer = folder.resolve("newer.db");
    open(newer).close();
    LogFixture.rawSql(newer, "PRAGMA user_version = 3");
    Path altered = folder.resolve("altered.db");
    open(altered).close();
    LogFixture.rawSql(altered, "DROP TRIGGER entry_in_order");
    Path link = folder.resolve("link");
    Files.createSymbolicLink(link, newer);
    open(path()).close();
    for (Path each : List.of(text, foreign, newer, altered)) {
      byte[] before = Files.readAllBytes(each);
      Kind kind = refusal(AuditLog.open(each, GENESIS, CLOCK)).kind();
      assertThat(kind)
          .isEqualTo(
              each.equals(newer)
                  ? Kind.NEWER_FORMAT
                  : each.equals(altered) ? Kind.DAMAGED : Kind.FOREIGN_FILE);
      assertThat(Files.readAllBytes(each)).isEqualTo(before);
    }
    assertThat(refusal(AuditLog.open(link, GENESIS, CLOCK)).kind()).isEqualTo(Kind.UNSAFE_PATH);
    assertThat(refusal(AuditLog.open(folder, GENESIS, CLOCK)).kind()).isEqualTo(Kind.UNSAFE_PATH);
    Genesis other = Genesis.ofDevice("other", "demo.gateway.example");
    assertThat(refusal(AuditLog.open(path(), other, CLOCK)).kind()).isEqualTo(Kind.OTHER_DEVICE);
  }

  @Test
  @DisplayName("D5 a file left empty by a crash before the first write becomes a log")
  void emptyFile() throws Exception {
    Files.createFile(path());
    try (AuditLog log = open(path())) {
      assertThat(log.head().size()).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("D5 only checkpoints of this very tree are kept, each once")
  void checkpoints() throws Exception {
    LogFixture keys = new LogFixture();
    try (AuditLog log = open(path())) {
      Checkpoint first = log.head();
      event(log, 1);
      var signed = keys.sign(first);
      assertThat(log.storeCheckpoint(signed)).isEqualTo(new CheckpointOutcome.Stored());
      assertThat(log.storeCheckpoint(signed)).isEqualTo(new CheckpointOutcome.Stored());
      assertThat(log.newestCheckpoint()).contains(signed);
      String origin = first.origin();
      for (Checkpoint wrong :
          List.of(
              new Checkpoint("other", 1, first.root()),
              new Checkpoint(origin, 2, first.root()),
              new Checkpoint(origin, 3, first.root()),
              new Checkpoint(origin, 0, TreeHashing.emptyRoot()))) {
        assertThat(log.storeCheckpoint(keys.sign(wrong)))
            .isInstanceOf(CheckpointOutcome.Contradicts.class);
      }
      assertThat(log.newestCheckpoint()).contains(signed);
    }
  }

  private AuditLog log(Duration deadline) {
    return ((OpenOutcome.Opened)
            AuditLog.open(path(), GENESIS, VerifierKeys.none(), CLOCK, deadline))
        .log();
  }
}
