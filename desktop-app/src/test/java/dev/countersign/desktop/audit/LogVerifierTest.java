package dev.countersign.desktop.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.desktop.audit.LogVerdict.Changed;
import dev.countersign.desktop.audit.LogVerdict.Intact;
import dev.countersign.desktop.audit.LogVerdict.Truncated;
import dev.countersign.desktop.audit.LogVerdict.Unsealed;
import dev.countersign.desktop.audit.LogVerdict.Unusable;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.P256SigningKey;
import dev.countersign.proof.log.Checkpoint;
import dev.countersign.proof.log.Frontier;
import dev.countersign.proof.log.NoteKeys;
import dev.countersign.proof.log.SignedCheckpoint;
import dev.countersign.proof.log.TreeHashing;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogVerifierTest {
  private static final int ENTRIES = 13;

  @TempDir Path folder;
  private final LogFixture fixture = new LogFixture();
  private Path db;
  private Path checkpoint;

  @BeforeEach
  void sealed() throws Exception {
    db = fixture.sealedLog(folder, ENTRIES);
    checkpoint = folder.resolve("checkpoint.txt");
  }

  private LogVerdict verify() {
    return new LogVerifier(fixture.keys()).verify(db, Optional.of(checkpoint));
  }

  private LogVerdict verifyAlone() {
    return new LogVerifier(VerifierKeys.none()).verify(db, Optional.empty());
  }

  private static Changed changed(LogVerdict verdict) {
    assertThat(verdict).isInstanceOf(Changed.class);
    assertThat(verdict.exitCode()).isEqualTo(1);
    return (Changed) verdict;
  }

  @Test
  @DisplayName(
      "D5 an untouched log is intact, with and without checkpoint and keys, and the verdict says"
          + " what was not checked")
  void intact() {
    assertThat(verify())
        .isInstanceOfSatisfying(
            Intact.class,
            verdict -> {
              assertThat(verdict.exitCode()).isZero();
              assertThat(verdict.facts().entries()).isEqualTo(ENTRIES);
              assertThat(verdict.facts().origin()).contains(LogFixture.GENESIS.origin());
              assertThat(verdict.facts().notChecked()).isEmpty();
            });
    assertThat(verifyAlone())
        .isInstanceOfSatisfying(
            Intact.class,
            verdict ->
                assertThat(verdict.facts().notChecked())
                    .containsExactly("witness", "device_signature"));
    assertThat(new LogVerifier(VerifierKeys.none()).verify(db, Optional.of(checkpoint)))
        .isInstanceOfSatisfying(
            Intact.class,
            verdict ->
                assertThat(verdict.facts().notChecked())
                    .containsExactly("device_signature", "witness_signature"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "UPDATE entry SET bytes = CAST(replace(CAST(bytes AS TEXT), 'alice', 'mallo') AS BLOB)"
            + " WHERE seq = 1 | 1",
        "UPDATE entry SET bytes = x'' WHERE seq = 12 | 12",
        "UPDATE entry SET bytes = zeroblob(300000) WHERE seq = 4 | 4",
        "DELETE FROM entry WHERE seq = 5 | 5",
        "DELETE FROM entry WHERE seq = 0 | 0",
        "DELETE FROM entry WHERE seq = 12 | 12",
        "DELETE FROM entry | 0",
        "UPDATE entry SET seq = 1010 - seq WHERE seq IN (3, 7) ; UPDATE entry SET seq = seq - 1000"
            + " WHERE seq > 1000 | 3",
        "UPDATE entry SET seq = 100 WHERE seq = 6 | 6",
        "UPDATE entry SET seq = seq + 1000 WHERE seq >= 8 ; INSERT INTO entry VALUES (8, x'7b7d') ;"
            + " UPDATE entry SET seq = seq - 999 WHERE seq > 1000 | 8",
        "DELETE FROM entry WHERE seq = 9 ; UPDATE entry SET seq = seq - 1 WHERE seq > 9 | 9",
        "INSERT INTO entry VALUES (13, x'7b7d') | 13",
        "UPDATE entry SET bytes = CAST(concat(bytes, substr((SELECT bytes FROM entry WHERE seq ="
            + " 5), 1, 1)) AS BLOB) WHERE seq = 4 ; UPDATE entry SET bytes = substr(bytes, 2) WHERE"
            + " seq = 5 | 4",
        "UPDATE node SET hash = zeroblob(32) WHERE level = 0 AND idx = 2 | 2",
        "UPDATE node SET hash = zeroblob(32) WHERE level = 1 AND idx = 2 | 4",
        "UPDATE node SET hash = zeroblob(32) WHERE level = 3 | 0",
        "DELETE FROM node WHERE level = 0 AND idx = 7 | 7",
        "DELETE FROM node WHERE level = 2 AND idx = 1 | 4",
        "UPDATE node SET idx = 99 WHERE level = 0 AND idx = 12 | 12",
        "INSERT INTO node VALUES (0, 13, zeroblob(32)) | 13",
        "INSERT INTO node VALUES (40, 0, zeroblob(32)) | 13",
        "DELETE FROM node | 0"
      })
  @DisplayName("D5 an edit of entries or nodes is reported with the first bad entry")
  void edits(String statements, long firstBad) throws Exception {
    LogFixture.edit(db, statements.split(" ; "));
    assertThat(changed(verify()).firstBadEntry()).hasValue(firstBad);
    assertThat(changed(verifyAlone()).firstBadEntry()).hasValue(firstBad);
    for (int height = 0; height < 5; height++) {
      LogVerdict inBlocks =
          new LogVerifier(VerifierKeys.none(), height).verify(db, Optional.empty());
      assertThat(changed(inBlocks).firstBadEntry()).as("blocks of 2^%d", height).isPresent();
    }
  }

  /** Two neighbours, the first one byte too long or short, joined as they were. */
  static Stream<Arguments> shifted() {
    return Stream.of(
        Arguments.of(
            "hash = CAST(concat(hash, substr((SELECT hash FROM node WHERE level = %1$d AND idx ="
                + " %3$d), 1, 1)) AS BLOB)",
            "hash = substr(hash, 2)"),
        Arguments.of(
            "hash = substr(hash, 1, 31)",
            "hash = CAST(concat(substr((SELECT hash FROM kept), 32), hash) AS BLOB)"),
        Arguments.of("hash = x''", "hash = CAST(concat((SELECT hash FROM kept), hash) AS BLOB)"));
  }

  @ParameterizedTest
  @MethodSource("shifted")
  @DisplayName(
      "D5 hashes of another length are found where they stand, in blocks too, although joined they"
          + " read as before and the table's rule is back in its place")
  void shiftedHashes(String first, String second) throws Exception {
    String rule = " CHECK (length(hash) = 32)";
    for (int level = 0; level < 2; level++) {
      Path copy = Files.copy(db, folder.resolve("shifted" + level + first.hashCode() + ".db"));
      String where = " WHERE level = %1$d AND idx = ";
      LogFixture.rawSql(
          copy,
          "PRAGMA writable_schema = ON",
          "UPDATE sqlite_schema SET sql = replace(sql, '" + rule + "', '') WHERE name = 'node'");
      LogFixture.edit(
          copy,
          "CREATE TEMP TABLE kept AS SELECT hash FROM node" + (where + "%2$d").formatted(level, 2),
          ("UPDATE node SET " + first + where + "%2$d").formatted(level, 2, 3),
          ("UPDATE node SET " + second + where + "%3$d").formatted(level, 2, 3));
      LogFixture.rawSql(
          copy,
          "PRAGMA writable_schema = ON",
          "UPDATE sqlite_schema SET sql = replace(sql, 'hash BLOB NOT NULL', 'hash BLOB NOT NULL"
              + rule
              + "') WHERE name = 'node'");
      for (int height = 0; height < 5; height++) {
        LogVerdict inBlocks =
            new LogVerifier(VerifierKeys.none(), height).verify(copy, Optional.empty());
        assertThat(changed(inBlocks).firstBadEntry())
            .as("blocks of 2^%d, level %d", height, level)
            .hasValue(2L << level);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "DROP TRIGGER entry_no_update",
        "CREATE TABLE extra(x)",
        "CREATE INDEX extra ON checkpoint(size)",
        "CREATE VIEW extra AS SELECT * FROM entry",
        "ALTER TABLE entry ADD COLUMN more TEXT",
        "ALTER TABLE node RENAME TO knot",
        "DROP TABLE checkpoint",
        "ANALYZE"
      })
  @DisplayName("D5 any change of the layout is reported")
  void layout(String statement) throws Exception {
    LogFixture.rawSql(db, statement);
    assertThat(changed(verify()).findings()).isNotEmpty();
    assertThat(changed(verifyAlone()).firstBadEntry()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "another log, 4, 0, 3, another log",
    "before its intent, 3, 0, 3, another place",
    "another intent, 4, 0, 1, another place",
    "after the outcome, 9, 0, 3, another place",
    "nothing, 0, 0, 3, another place",
    "another root, 4, 1, 3, not the root at size 4"
  })
  @DisplayName(
      "D5 a statement whose head is not the one of its place in the log is found, in blocks too")
  void signedHeads(String what, int size, int changed, long intentIndex, String found)
      throws Exception {
    Path path = Files.createDirectory(folder.resolve("heads")).resolve("audit.db");
    try (AuditLog log = LogFixture.open(path)) {
      LogFixture.event(log, 1);
      LogFixture.event(log, 2);
      LogFixture.recorded(log.appendIntent(LogFixture.intent(1)));
      byte[] root = log.headAt(Math.clamp(size, 1, 4)).root().bytes();
      root[0] ^= (byte) changed;
      String origin =
          what.equals("another log")
              ? "countersign.dev/device/another"
              : LogFixture.GENESIS.origin();
      LogFixture.recorded(
          log.appendOutcome(
              3,
              LogFixture.digest(1),
              new DecisionOutcome.Refused(
                  "expired",
                  LogFixture.proofWithHead(origin, size, Bytes.of(root).base64Url(), intentIndex)),
              Optional.empty()));
      for (int i = 5; i < 10; i++) {
        LogFixture.event(log, i);
      }
    }
    for (int height = 0; height < 4; height++) {
      Changed verdict =
          changed(new LogVerifier(VerifierKeys.none(), height).verify(path, Optional.empty()));
      assertThat(verdict.firstBadEntry()).as("blocks of 2^%d", height).hasValue(4);
      assertThat(verdict.findings()).anyMatch(clause -> clause.contains(found));
    }
  }

  @Test
  @DisplayName("D5 damage that no row shows is found by SQLite's own check")
  void damageBesideTheRows() throws Exception {
    byte[] file = Files.readAllBytes(db);
    file[39] ^= 7; // the header's count of free pages
    Files.write(db, file);
    assertThat(changed(verifyAlone()).findings()).containsExactly("the database is damaged");
  }

  @Test
  @DisplayName("D5 rows with numbers below zero are named, also when the table's rule let them in")
  void strays() throws Exception {
    for (String row : List.of("entry VALUES (-1, x'7b7d')", "node VALUES (0, -1, zeroblob(32))")) {
      Path copy = Files.copy(db, folder.resolve("stray" + row.length() + ".db"));
      LogFixture.edit(copy, "PRAGMA ignore_check_constraints = ON", "INSERT INTO " + row);
      for (int height = 0; height < 5; height++) {
        assertThat(
                changed(new LogVerifier(VerifierKeys.none(), height).verify(copy, Optional.empty()))
                    .findings())
            .as("%s in blocks of 2^%d", row, height)
            .anyMatch(
                clause -> clause.contains("belong to no entry") || clause.contains("entry 0 "));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {ENTRIES - 1, ENTRIES, ENTRIES + 5})
  @DisplayName(
      "D5 a checkpoint of another log is a contradiction at any size, never a cut or a yes")
  void checkpointOfAnotherLog(int size) throws Exception {
    Checkpoint own;
    try (AuditLog log = LogFixture.open(db)) {
      own = log.headAt(Math.min(size, ENTRIES));
    }
    Genesis other = Genesis.ofDevice("another-thumbprint", "demo.gateway.example");
    SignedCheckpoint signed =
        SignedCheckpoint.sign(
            new Checkpoint(other.origin(), size, own.root()),
            NoteKeys.deviceSigner(other.origin(), P256SigningKey.generate(new SecureRandom())));
    Files.write(checkpoint, signed.toBytes());
    LogVerdict verdict = new LogVerifier(VerifierKeys.none()).verify(db, Optional.of(checkpoint));
    assertThat(changed(verdict).findings())
        .anyMatch(clause -> clause.contains("a checkpoint is of the log " + other.origin()));
  }

  @Test
  @DisplayName("D5 an intact log is intact whatever the size of the blocks it is checked in")
  void blocks() {
    for (int height = 0; height < 6; height++) {
      List<Long> told = new java.util.concurrent.CopyOnWriteArrayList<>();
      LogVerdict verdict =
          new LogVerifier(fixture.keys(), height)
              .verify(db, List.of(), (done, total) -> told.add(done));
      assertThat(verdict).isInstanceOf(Intact.class);
      assertThat(((Intact) verdict).facts().entries()).isEqualTo(ENTRIES);
      assertThat(told).contains((long) ENTRIES).allMatch(done -> done <= ENTRIES);
    }
  }

  @Test
  @DisplayName("D5 bytes that become those of an entry only as UTF-16 text are not taken for them")
  void otherEncoding() throws Exception {
    Path other = folder.resolve("utf-16.db");
    try (Connection from = DriverManager.getConnection("jdbc:sqlite:" + db);
        Connection to = DriverManager.getConnection("jdbc:sqlite:" + other);
        var sql = to.createStatement()) {
      sql.execute("PRAGMA encoding = 'UTF-16le'");
      AuditSchema.create(sql);
      for (String table : List.of("entry(seq, bytes)", "node(level, idx, hash)")) {
        copyRows(from, to, table);
      }
    }
    assertThat(verifyInBlocks(other))
        .allSatisfy(verdict -> assertThat(verdict).isInstanceOf(Unsealed.class));
    byte[] entry = entry(other, 3);
    byte[] wide = new String(entry, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16LE);
    LogFixture.edit(
        other, "UPDATE entry SET bytes = x'%s' WHERE seq = 3".formatted(hex(Bytes.of(wide))));
    assertThat(verifyInBlocks(other))
        .allSatisfy(verdict -> assertThat(changed(verdict).firstBadEntry()).hasValue(3));
  }

  private static List<LogVerdict> verifyInBlocks(Path file) {
    return java.util.stream.IntStream.range(0, 4)
        .mapToObj(
            height -> new LogVerifier(VerifierKeys.none(), height).verify(file, Optional.empty()))
        .toList();
  }

  private static void copyRows(Connection from, Connection to, String table) throws Exception {
    try (var rows =
        from.createStatement()
            .executeQuery("SELECT * FROM " + table.substring(0, table.indexOf('(')))) {
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        try (var insert =
            to.prepareStatement(
                "INSERT INTO " + table + " VALUES (?" + ", ?".repeat(columns - 1) + ")")) {
          for (int i = 1; i < columns; i++) {
            insert.setLong(i, rows.getLong(i));
          }
          insert.setBytes(columns, rows.getBytes(columns));
          insert.executeUpdate();
        }
      }
    }
  }

  private static byte[] entry(Path file, long seq) throws Exception {
    try (Connection read = DriverManager.getConnection("jdbc:sqlite:" + file);
        var row =
            read.createStatement().executeQuery("SELECT bytes FROM entry WHERE seq = " + seq)) {
      return row.getBytes(1);
    }
  }

  @Test
  @DisplayName("D5 an open log is verified as of one moment while writing goes on")
  void verifiesAnOpenLog() throws Exception {
    try (AuditLog log = LogFixture.open(db)) {
      LogVerifier verifier = new LogVerifier(fixture.keys(), 2);
      assertThat(verifier.verifyOpen(db, (done, total) -> LogFixture.event(log, 1)))
          .isInstanceOf(Intact.class);
      assertThat(log.head().size()).isGreaterThan(ENTRIES);
      assertThat(verifier.verifyOpen(db, Progress.NONE)).isInstanceOf(Unsealed.class);
      LogFixture.rawSql(
          db, "DROP TRIGGER entry_no_update", "UPDATE entry SET bytes = x'00' WHERE seq = 6");
      assertThat(changed(verifier.verifyOpen(db, Progress.NONE)).firstBadEntry()).hasValue(6);
    }
  }

  @Test
  @DisplayName("D5 a check that is interrupted ends without a verdict")
  void interrupted() {
    Thread.currentThread().interrupt();
    assertThat(verifyAlone()).isInstanceOf(Unusable.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(verifyAlone()).isInstanceOf(Intact.class);
  }

  @Test
  @DisplayName("D5 an edit is still named by its entry when the triggers were dropped for it")
  void editWithoutTriggers() throws Exception {
    LogFixture.rawSql(
        db, "DROP TRIGGER entry_no_update", "UPDATE entry SET bytes = x'00' WHERE seq = 6");
    assertThat(changed(verify()).firstBadEntry()).hasValue(6);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "UPDATE checkpoint SET note = x'00'",
        "UPDATE checkpoint SET size = 12",
        "UPDATE checkpoint SET note = CAST(replace(CAST(note AS TEXT), char(10) || '13' ||"
            + " char(10), char(10) || '12' || char(10)) AS BLOB)",
        "INSERT INTO checkpoint VALUES (5, x'00')"
      })
  @DisplayName("D5 a changed or invented checkpoint row is reported")
  void checkpointRows(String statement) throws Exception {
    LogFixture.edit(db, statement);
    changed(verify());
    changed(verifyAlone());
  }

  @Test
  @DisplayName(
      "D5 a stored checkpoint that the device did not sign is reported when its key is known")
  void forgedStoredCheckpoint() throws Exception {
    LogFixture stranger = new LogFixture();
    LogFixture.edit(db, "DELETE FROM checkpoint");
    try (AuditLog log = LogFixture.open(db)) {
      stranger.seal(log, folder.resolve("forged.txt"));
    }
    assertThat(verifyAlone()).isInstanceOf(Intact.class);
    changed(verify());
  }

  @Test
  @DisplayName(
      "D5 a cut at the end of everything is truncation against the checkpoint, and unsealed or"
          + " older without")
  void consistentCut() throws Exception {
    for (int left : List.of(12, 8, 1)) {
      cut(left);
      LogVerdict verdict = verify();
      assertThat(verdict).isInstanceOf(Truncated.class);
      assertThat(verdict.exitCode()).isEqualTo(3);
      assertThat(((Truncated) verdict).expectedSize()).isEqualTo(ENTRIES);
    }
    assertThat(verifyAlone().exitCode()).isEqualTo(4);
    cut(0);
    assertThat(verify()).isInstanceOf(Truncated.class);
    assertThat(changed(verifyAlone()).firstBadEntry()).hasValue(0);
  }

  @Test
  @DisplayName(
      "D5 a cut that leaves the newer checkpoint in the file is truncation even without the"
          + " witness")
  void cutBelowStoredCheckpoint() throws Exception {
    LogFixture.edit(db, cutStatements(9).toArray(String[]::new));
    assertThat(verifyAlone()).isInstanceOf(Truncated.class);
  }

  @Test
  @DisplayName("D5 a cut whose maker left the guard rails off is still told as a cut")
  void cutWithoutTriggers() throws Exception {
    List<String> statements =
        new ArrayList<>(
            List.of(
                "DROP TRIGGER entry_no_delete",
                "DROP TRIGGER node_no_delete",
                "DROP TRIGGER checkpoint_no_delete",
                "DELETE FROM checkpoint"));
    statements.addAll(cutStatements(9));
    LogFixture.rawSql(db, statements.toArray(String[]::new));
    assertThat(verify()).isInstanceOf(Truncated.class);
    assertThat(changed(verifyAlone()).findings()).contains("missing trigger entry_no_delete");
  }

  @Test
  @DisplayName(
      "D5 a file rolled back to an older sealed copy is truncation, which only the witness can"
          + " show")
  void rolledBack() throws Exception {
    Path older = folder.resolve("older.db");
    Files.copy(db, older);
    try (AuditLog log = LogFixture.open(db)) {
      LogFixture.event(log, 99);
      fixture.seal(log, checkpoint);
    }
    assertThat(verify()).isInstanceOf(Intact.class);
    Files.copy(older, db, StandardCopyOption.REPLACE_EXISTING);
    assertThat(verifyAlone()).isInstanceOf(Intact.class);
    assertThat(verify()).isInstanceOf(Truncated.class);
  }

  @Test
  @DisplayName(
      "D5 a rebuilt log with other entries is consistent in itself, and the checkpoint shows it")
  void rebuilt() throws Exception {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Path rebuilt = new LogFixture().sealedLog(elsewhere, ENTRIES);
    Files.copy(rebuilt, db, StandardCopyOption.REPLACE_EXISTING);
    assertThat(verifyAlone()).isInstanceOf(Intact.class);
    assertThat(
            changed(new LogVerifier(VerifierKeys.none()).verify(db, Optional.of(checkpoint)))
                .firstBadEntry())
        .hasValue(0);
  }

  @Test
  @DisplayName(
      "D5 an entry changed together with its whole tree contradicts the checkpoints from there on")
  void rebuiltTree() throws Exception {
    Path file = folder.resolve("partial.txt");
    try (AuditLog log = LogFixture.open(db)) {
      LogFixture.event(log, 13);
      LogFixture.event(log, 14);
      fixture.seal(log, file);
    }
    replaceAndRebuild(14);
    assertThat(changed(verifyAlone()).firstBadEntry()).hasValue(ENTRIES);
    checkpoint = file;
    Changed verdict = changed(verify());
    assertThat(verdict.firstBadEntry()).hasValue(ENTRIES);
    assertThat(verdict.findings().getFirst()).contains("root at size 15");
  }

  @Test
  @DisplayName(
      "D5 a log head signed inside a proof contradicts a rebuilt tree even without checkpoints")
  void signedHead() throws Exception {
    LogFixture.edit(db, "DELETE FROM checkpoint");
    replaceAndRebuild(1);
    Changed verdict = changed(verifyAlone());
    assertThat(verdict.firstBadEntry()).hasValue(2);
    assertThat(verdict.findings().getFirst()).contains("log head");
  }

  @Test
  @DisplayName("D5 entries after the newest stored checkpoint are unsealed")
  void unsealed() {
    try (AuditLog log = LogFixture.open(db)) {
      LogFixture.event(log, 13);
    }
    LogVerdict verdict = verify();
    assertThat(verdict).isInstanceOf(Unsealed.class);
    assertThat(verdict.exitCode()).isEqualTo(4);
    assertThat(((Unsealed) verdict).sealedSize()).isEqualTo(ENTRIES);
  }

  @Test
  @DisplayName("D5 a checkpoint file with any changed byte never lets the log pass")
  void checkpointBytes() throws Exception {
    byte[] good = Files.readAllBytes(checkpoint);
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 1;
      Files.write(checkpoint, bad);
      assertThat(verify().exitCode()).as("byte %d", i).isIn(1, 2);
    }
  }

  @Test
  @DisplayName("D5 a checkpoint of another log, of strangers, or without witness is refused")
  void wrongCheckpoints() throws Exception {
    Checkpoint head =
        fixture
            .sign(new Checkpoint("other.example/log", ENTRIES, TreeHashing.emptyRoot()))
            .checkpoint();
    Files.write(checkpoint, fixture.sign(head).toBytes());
    assertThat(verify()).isInstanceOf(Unusable.class);
    assertThat(
            changed(new LogVerifier(VerifierKeys.none()).verify(db, Optional.of(checkpoint)))
                .firstBadEntry())
        .hasValue(0);
    try (AuditLog log = LogFixture.open(db)) {
      Files.write(checkpoint, new LogFixture().sign(log.head()).toBytes());
    }
    assertThat(verify()).isInstanceOf(Unusable.class);
    Files.write(
        checkpoint,
        fixture
            .sign(new Checkpoint(LogFixture.GENESIS.origin(), 0, TreeHashing.emptyRoot()))
            .toBytes());
    assertThat(verify()).isInstanceOf(Unusable.class);
    Files.delete(checkpoint);
    assertThat(verify().exitCode()).isEqualTo(2);
  }

  @Test
  @DisplayName("D5 what is not an audit log of this format is unusable, never intact")
  void unusable() throws Exception {
    Path original = folder.resolve("original.db");
    Files.copy(db, original);
    LogFixture.rawSql(db, "PRAGMA application_id = 1");
    assertThat(verify().exitCode()).isEqualTo(2);
    Files.copy(original, db, StandardCopyOption.REPLACE_EXISTING);
    LogFixture.rawSql(db, "PRAGMA user_version = 3");
    assertThat(verify().exitCode()).isEqualTo(2);
    Files.writeString(db, "not a database ".repeat(1_000));
    assertThat(verify().exitCode()).isEqualTo(2);
    Files.write(db, new byte[0]);
    assertThat(verify().exitCode()).isEqualTo(2);
    Files.delete(db);
    assertThat(verify().exitCode()).isEqualTo(2);
    assertThat(Files.exists(db)).isFalse();
  }

  @Test
  @DisplayName("D5 pages overwritten with noise are never taken for an intact log")
  void noise() throws Exception {
    byte[] good = Files.readAllBytes(db);
    for (int page = 1; page < good.length / 4096; page++) {
      byte[] bad = good.clone();
      java.util.Arrays.fill(bad, page * 4096, (page + 1) * 4096, (byte) 0x5a);
      Files.write(db, bad);
      assertThat(verify().exitCode()).as("page %d", page).isIn(1, 2);
    }
  }

  @Test
  @DisplayName(
      "D5 verifying changes no byte and leaves no file, also for a log in use with its journal")
  void readOnly() throws Exception {
    assertUntouched(0);
    try (AuditLog log = LogFixture.open(db)) {
      LogFixture.event(log, 1);
      assertThat(folder.resolve("audit.db-wal")).isNotEmptyFile();
      assertUntouched(4);
    }
  }

  @Test
  @DisplayName("D5 a path with characters that mean something in a URI is read as a path")
  void oddPath() throws Exception {
    Path odd = Files.createDirectory(folder.resolve("a?b#c%20d"));
    db = Files.copy(db, odd.resolve("audit ?mode=memory.db"));
    assertThat(verify()).isInstanceOf(Intact.class);
    try (Stream<Path> files = Files.list(odd)) {
      assertThat(files).hasSize(1);
    }
  }

  private void assertUntouched(int exitCode) throws Exception {
    List<String> before = files();
    assertThat(verify().exitCode()).isEqualTo(exitCode);
    assertThat(files()).isEqualTo(before);
  }

  private List<String> files() throws Exception {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        // The shared-memory index belongs to the program that has the log open.
        if (!file.toString().endsWith("-shm")) {
          found.add(file + HexFormat.of().formatHex(Files.readAllBytes(file)));
        }
      }
    }
    return found;
  }

  private static List<String> cutStatements(long left) {
    return List.of(
        "DELETE FROM entry WHERE seq >= " + left,
        "DELETE FROM node WHERE (idx + 1) * (1 << level) > " + left);
  }

  private void cut(long left) throws Exception {
    List<String> statements = new ArrayList<>(cutStatements(left));
    statements.add("DELETE FROM checkpoint WHERE size > " + left);
    LogFixture.edit(db, statements.toArray(String[]::new));
  }

  /** What an attacker who knows the format does: another entry, and every node made anew. */
  private void replaceAndRebuild(long seq) throws Exception {
    List<Bytes> entries = new ArrayList<>();
    try (Connection read = DriverManager.getConnection("jdbc:sqlite:" + db);
        var rows = read.createStatement().executeQuery("SELECT bytes FROM entry ORDER BY seq")) {
      while (rows.next()) {
        entries.add(Bytes.of(rows.getBytes(1)));
      }
    }
    Bytes other = new EntryWriter(LogFixture.CLOCK).intent(LogFixture.intent(77));
    entries.set((int) seq, other);
    List<String> statements = new ArrayList<>();
    statements.add("UPDATE entry SET bytes = x'%s' WHERE seq = %d".formatted(hex(other), seq));
    statements.add("DELETE FROM node");
    Frontier frontier = Frontier.empty();
    for (Bytes entry : entries) {
      frontier =
          frontier.append(
              TreeHashing.leaf(entry.toArray()),
              (level, index, hash) ->
                  statements.add(
                      "INSERT INTO node VALUES (%d, %d, x'%s')".formatted(level, index, hash)));
    }
    LogFixture.edit(db, statements.toArray(String[]::new));
  }

  private static String hex(Bytes bytes) {
    return HexFormat.of().formatHex(bytes.toArray());
  }

  @Test
  @DisplayName("D5 a first entry that is no genesis is reported as entry 0")
  void noGenesis() throws Exception {
    LogFixture.edit(db, "DELETE FROM checkpoint");
    replaceAndRebuild(0);
    assertThat(changed(verifyAlone()).firstBadEntry()).isEqualTo(OptionalLong.of(0));
  }
}
