package dev.countersign.desktop.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.desktop.audit.AuditFault.Kind;
import dev.countersign.proof.Bytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpeningCheckTest {
  private static final String TYPE = "\"type\":\"outcome\"";
  private static final int ENTRIES = 100; // more than the tail

  @TempDir Path folder;
  private final LogFixture fixture = new LogFixture();
  private Path db;

  @BeforeEach
  void sealed() throws Exception {
    db = fixture.sealedLog(folder, ENTRIES);
  }

  private OpenOutcome openWithKeys() {
    return AuditLog.open(
        db, LogFixture.GENESIS, fixture.keys(), LogFixture.CLOCK, AuditLog.DEFAULT_DEADLINE);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "UPDATE entry SET bytes = x'7b7d' WHERE seq = 99",
        "UPDATE entry SET bytes = x'7b7d' WHERE seq = 36",
        "DELETE FROM entry WHERE seq = 99",
        "DELETE FROM entry WHERE seq = 70",
        "DELETE FROM entry",
        "INSERT INTO entry VALUES (100, x'7b7d')",
        "UPDATE node SET hash = zeroblob(32) WHERE level = 0 AND idx = 99",
        "UPDATE node SET hash = zeroblob(32) WHERE level = 1 AND idx = 49",
        "UPDATE node SET hash = zeroblob(32) WHERE level = 6",
        "DELETE FROM node WHERE level = 0 AND idx = 99",
        "DELETE FROM node WHERE level = 6",
        "DELETE FROM node",
        "INSERT INTO node VALUES (0, 100, zeroblob(32))",
        "INSERT INTO node VALUES (7, 0, zeroblob(32))",
        "UPDATE checkpoint SET note = x'00'",
        "DELETE FROM entry WHERE seq >= 90 ; DELETE FROM node WHERE (idx + 1) * (1 << level) > 90"
      })
  @DisplayName("D5 a log whose end, tree or checkpoint was changed does not open")
  void refuses(String statements) throws Exception {
    LogFixture.edit(db, statements.split(" ; "));
    AuditFault fault = LogFixture.refusal(openWithKeys());
    assertThat(fault.kind()).isEqualTo(Kind.DAMAGED);
    assertThat(fault.sentence()).contains("countersign log verify");
  }

  @Test
  @DisplayName("D5 a tree made anew under a checkpoint that the device signed does not open")
  void refusesARebuiltTree() throws Exception {
    Path rebuilt =
        new LogFixture().sealedLog(Files.createDirectory(folder.resolve("other")), ENTRIES);
    LogFixture.rawSql(
        db,
        "ATTACH '" + rebuilt + "' AS other",
        "DROP TRIGGER entry_no_delete",
        "DROP TRIGGER node_no_delete",
        "DELETE FROM entry",
        "DELETE FROM node",
        "INSERT INTO entry SELECT * FROM other.entry ORDER BY seq",
        "INSERT INTO node SELECT * FROM other.node",
        "CREATE TRIGGER entry_no_delete BEFORE delete ON entry BEGIN SELECT RAISE(ABORT, 'append-only'); END",
        "CREATE TRIGGER node_no_delete BEFORE delete ON node BEGIN SELECT RAISE(ABORT, 'append-only'); END");
    assertThat(LogFixture.refusal(openWithKeys()).sentence()).contains("newest checkpoint");
  }

  @Test
  @DisplayName("D5 a newest checkpoint that another key signed does not open")
  void refusesAForgedCheckpoint() throws Exception {
    LogFixture.edit(db, "DELETE FROM checkpoint");
    try (AuditLog log = LogFixture.open(db)) {
      new LogFixture().seal(log, folder.resolve("forged.txt"));
    }
    assertThat(LogFixture.refusal(openWithKeys()).kind()).isEqualTo(Kind.DAMAGED);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName(
      "D5 an outcome whose signed head is not the log's does not open, however it is spelt")
  void refusesAnotherHead(Spelling spelling) throws Exception {
    Path path = folder.resolve("heads.db");
    Bytes outcome;
    try (AuditLog log = LogFixture.open(path)) {
      LogFixture.recorded(log.appendIntent(LogFixture.intent(1)));
      outcome =
          new EntryWriter(LogFixture.CLOCK)
              .outcome(
                  1,
                  LogFixture.digest(1),
                  new DecisionOutcome.Accepted(
                      LogFixture.proofWithHead(
                          LogFixture.GENESIS.origin(), 2, LogFixture.digest(9).base64Url(), 1),
                      Bytes.utf8("receipt")),
                  Optional.empty());
    }
    try (AuditWriter writer = LogFixture.writer(AuditFile.connect(path))) {
      LogFixture.recorded(writer.append(spelling.of(outcome)));
    }
    AuditFault fault =
        LogFixture.refusal(AuditLog.open(path, LogFixture.GENESIS, LogFixture.CLOCK));
    assertThat(fault.kind()).isEqualTo(Kind.DAMAGED);
    assertThat(fault.sentence()).contains("log head is not the root at size 2");
  }

  /** One and the same outcome in bytes. */
  enum Spelling {
    AS_THE_DESK_WRITES_IT(TYPE + ",", ""),
    TYPE_LAST("", "," + TYPE),
    ESCAPED("\"type\":\"\\u006futcome\",", ""),
    SPACED("\"type\" :\"outcome\",", "");

    private static final int TYPE_AND_COMMA = TYPE.length() + 1;

    private final String first;
    private final String last;

    Spelling(String first, String last) {
      this.first = first;
      this.last = last;
    }

    Bytes of(Bytes entry) {
      String text = new String(entry.toArray(), StandardCharsets.UTF_8);
      assertThat(text).startsWith("{" + TYPE + ",").endsWith("}");
      String others = text.substring(1 + TYPE_AND_COMMA, text.length() - 1);
      return Bytes.utf8("{" + first + others + last + "}");
    }
  }

  @Test
  @DisplayName("D5 an old entry that was changed opens, and the check beside the desk finds it")
  void leavesOldEntriesToTheVerifier() throws Exception {
    LogFixture.edit(db, "UPDATE entry SET bytes = x'7b7d' WHERE seq = 5");
    assertThat(openWithKeys())
        .isInstanceOfSatisfying(
            OpenOutcome.Opened.class,
            opened -> {
              try (AuditLog log = opened.log()) {
                assertThat(log.head().size()).isEqualTo(ENTRIES);
                LogVerdict verdict =
                    new LogVerifier(fixture.keys()).verifyOpen(log.path(), Progress.NONE);
                assertThat(verdict.exitCode()).isEqualTo(1);
              }
            });
  }

  @Test
  @DisplayName("D5 a file of format 1 is brought up to date with every entry as it was")
  void migrates() throws Exception {
    Path old = folder.resolve("old.db");
    Files.createFile(old);
    // The layout of format 1, word for word; it must stay readable.
    LogFixture.rawSql(
        old,
        "ATTACH '" + db + "' AS new",
        "CREATE TABLE entry(seq INTEGER PRIMARY KEY CHECK (seq >= 0), bytes BLOB NOT NULL) STRICT",
        "CREATE TABLE node(level INTEGER NOT NULL CHECK (level BETWEEN 0 AND 52), idx INTEGER NOT NULL CHECK (idx >= 0), hash BLOB NOT NULL CHECK (length(hash) = 32), PRIMARY KEY (level, idx)) STRICT, WITHOUT ROWID",
        "CREATE TABLE checkpoint(size INTEGER NOT NULL CHECK (size > 0), note BLOB NOT NULL, PRIMARY KEY (size, note)) STRICT, WITHOUT ROWID",
        "INSERT INTO entry SELECT * FROM new.entry ORDER BY seq",
        "INSERT INTO node SELECT * FROM new.node",
        "INSERT INTO checkpoint SELECT * FROM new.checkpoint",
        "CREATE TRIGGER entry_no_update BEFORE update ON entry BEGIN SELECT RAISE(ABORT, 'append-only'); END",
        "CREATE TRIGGER entry_no_delete BEFORE delete ON entry BEGIN SELECT RAISE(ABORT, 'append-only'); END",
        "CREATE TRIGGER node_no_update BEFORE update ON node BEGIN SELECT RAISE(ABORT, 'append-only'); END",
        "CREATE TRIGGER node_no_delete BEFORE delete ON node BEGIN SELECT RAISE(ABORT, 'append-only'); END",
        "CREATE TRIGGER checkpoint_no_update BEFORE update ON checkpoint BEGIN SELECT RAISE(ABORT, 'append-only'); END",
        "CREATE TRIGGER checkpoint_no_delete BEFORE delete ON checkpoint BEGIN SELECT RAISE(ABORT, 'append-only'); END",
        "CREATE TRIGGER entry_in_order BEFORE INSERT ON entry WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), -1) + 1 FROM entry) BEGIN SELECT RAISE(ABORT, 'out of order'); END",
        "PRAGMA application_id = 0x4353414c",
        "PRAGMA user_version = 1");
    Optional<Path> checkpoint = Optional.of(folder.resolve("checkpoint.txt"));
    LogVerifier verifier = new LogVerifier(fixture.keys());
    assertThat(verifier.verify(old, checkpoint).exitCode()).isZero();
    db = old;
    List<AuditEntry> before;
    try (AuditLog log = ((OpenOutcome.Opened) openWithKeys()).log()) {
      before = log.entries(Long.MAX_VALUE, ENTRIES + 1);
      assertThat(before).hasSize(ENTRIES);
      LogFixture.event(log, 1);
    }
    assertThat(verifier.verify(old, checkpoint).exitCode()).isEqualTo(4);
    LogFixture.rawSql(old, "DROP TRIGGER node_once", "PRAGMA user_version = 1");
    assertThat(verifier.verify(old, checkpoint).exitCode()).isEqualTo(4);
    LogFixture.rawSql(old, "PRAGMA user_version = 2");
    assertThat(verifier.verify(old, checkpoint).exitCode()).isEqualTo(1);
  }
}
