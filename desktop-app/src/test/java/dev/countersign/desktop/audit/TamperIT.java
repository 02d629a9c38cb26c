package dev.countersign.desktop.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.desktop.audit.AppendOutcome.Recorded;
import dev.countersign.desktop.cli.Commands;
import dev.countersign.desktop.cli.Launchers;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The log commands against a log that was edited with the tool that anyone has. */
class TamperIT {
  private static final int ENTRIES = 20;

  @TempDir Path folder;
  private final LogFixture fixture = new LogFixture();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path db;
  private Path checkpoint;

  @BeforeEach
  void sealed() throws Exception {
    db = fixture.sealedLog(folder, ENTRIES);
    checkpoint = folder.resolve("checkpoint.txt");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "UPDATE entry SET bytes = CAST(replace(CAST(bytes AS TEXT), 'alice', 'mallo') AS BLOB) WHERE seq = 1 | 1",
        "DELETE FROM entry WHERE seq = 7 | 1",
        "INSERT INTO entry VALUES (20, CAST('{}' AS BLOB)) | 1",
        "UPDATE entry SET seq = 100 WHERE seq = 3; UPDATE entry SET seq = 3 WHERE seq = 4; UPDATE entry SET seq = 4 WHERE seq = 100 | 1",
        "DELETE FROM entry WHERE seq = 9; UPDATE entry SET seq = seq - 1 WHERE seq > 9 | 1",
        "DELETE FROM entry WHERE seq >= 15 | 1",
        "UPDATE node SET hash = zeroblob(32) WHERE level = 2 AND idx = 1 | 1",
        "DELETE FROM node WHERE level = 1 AND idx = 3 | 1",
        "UPDATE checkpoint SET note = CAST('x' AS BLOB) | 1",
        "INSERT INTO checkpoint VALUES (3, CAST('x' AS BLOB)) | 1",
        "SELECT 1 | 1",
        "DELETE FROM entry WHERE seq >= 15; DELETE FROM node WHERE (idx + 1) * (1 << level) > 15; DELETE FROM checkpoint WHERE size > 15 | 3",
        "DELETE FROM entry WHERE seq >= 15; DELETE FROM node WHERE (idx + 1) * (1 << level) > 15 | 3",
        "PRAGMA application_id = 1 | 2",
        "PRAGMA user_version = 99 | 2"
      })
  @DisplayName("D5 every edit with the sqlite3 tool is reported with the right exit code")
  void edits(String sql, int exit) throws Exception {
    sqlite(db, dropTriggers() + sql);
    assertThat(verify()).as(out + " " + err).isEqualTo(exit);
  }

  @Test
  @DisplayName("D5 an edit whose maker put the guard rails back is reported all the same")
  void editsWithTriggersPutBack() throws Exception {
    String triggers =
        sqlite(db, "SELECT sql || ';' FROM sqlite_schema WHERE type = 'trigger'")
            .replace("\n", " ");
    sqlite(db, dropTriggers() + "DELETE FROM checkpoint; " + triggers);
    assertThat(run("log", "verify", "--db", db.toString())).isEqualTo(4);
    sqlite(
        db,
        dropTriggers() + "UPDATE entry SET bytes = CAST('{}' AS BLOB) WHERE seq = 5; " + triggers);
    assertThat(verify()).isEqualTo(1);
    assertThat(out.toString()).contains("\"first_bad_entry\":5");
  }

  @Test
  @DisplayName(
      "D5 a rolled back and a wholly rebuilt file look intact, and only the witness sees it")
  void onlyTheWitness() throws Exception {
    Path older = Files.copy(db, folder.resolve("older.db"));
    try (AuditLog log = LogFixture.open(db)) {
      LogFixture.event(log, 1);
      fixture.seal(log, checkpoint);
    }
    assertThat(verify()).isZero();
    Files.copy(older, db, StandardCopyOption.REPLACE_EXISTING);
    assertThat(run("log", "verify", "--db", db.toString())).isZero();
    assertThat(out.toString()).contains("not checked against a witness");
    assertThat(verify()).isEqualTo(3);
    Path rebuilt =
        new LogFixture().sealedLog(Files.createDirectory(folder.resolve("rebuilt")), ENTRIES + 5);
    Files.copy(rebuilt, db, StandardCopyOption.REPLACE_EXISTING);
    assertThat(run("log", "verify", "--db", db.toString())).isZero();
    assertThat(verify()).isEqualTo(1);
  }

  @Test
  @DisplayName(
      "D5 the witness's own signature is checked when its key is given, and only then told so")
  void witnessKey() throws Exception {
    Path key = Files.writeString(folder.resolve("witness.key"), fixture.witnessKeyText() + "\n");
    assertThat(verify("--witness-key", key.toString())).isZero();
    assertThat(out.toString()).doesNotContain("witness_signature");
    assertThat(verify()).isZero();
    assertThat(out.toString()).contains("witness_signature");
    Path stranger =
        Files.writeString(folder.resolve("other.key"), new LogFixture().witnessKeyText());
    assertThat(verify("--witness-key", stranger.toString())).isEqualTo(2);
    Files.writeString(key, "nonsense");
    assertThat(verify("--witness-key", key.toString())).isEqualTo(2);
  }

  @Test
  @DisplayName("D5 show prints the stored bytes, prove what holds, head where the log stands")
  void reads() throws Exception {
    assertThat(run("log", "show", "--db", db.toString(), "--first", "1", "--end", "3")).isZero();
    assertThat(out.toString().lines()).hasSize(2);
    assertThat(out.toString()).contains("\"type\":\"intent\"");
    assertThat(run("log", "show", "--db", db.toString(), "--json")).isZero();
    assertThat(out.toString().lines())
        .hasSize(ENTRIES)
        .allMatch(line -> line.contains("leaf_hash"));
    assertThat(run("log", "show", "--db", db.toString(), "--first", "99")).isEqualTo(1);
    assertThat(run("log", "prove", "--db", db.toString(), "--entry", "3")).isZero();
    assertThat(out.toString()).contains("\"proof\":\"inclusion\"").contains("\"path\":[");
    assertThat(run("log", "prove", "--db", db.toString(), "--from", "5", "--size", "9")).isZero();
    assertThat(out.toString()).contains("\"proof\":\"consistency\"");
    for (String bad :
        List.of(
            "--entry 20", "--entry -1", "--from 0", "--entry 1 --from 1", "--entry 1 --size 99")) {
      List<String> arguments = new ArrayList<>(List.of("log", "prove", "--db", db.toString()));
      arguments.addAll(List.of(bad.split(" ")));
      assertThat(run(arguments.toArray(String[]::new))).as(bad).isEqualTo(2);
    }
    Path kept = folder.resolve("kept.txt");
    assertThat(run("log", "head", "--db", db.toString(), "--json", "--out", kept.toString()))
        .isZero();
    assertThat(out.toString()).contains("\"size\":20").contains("\"checkpoint_size\":20");
    assertThat(kept).hasSameBinaryContentAs(checkpoint);
    assertThat(run("log", "head", "--db", db.toString(), "--out", kept.toString())).isEqualTo(2);
    sqlite(db, dropTriggers() + "UPDATE entry SET bytes = CAST('{}' AS BLOB) WHERE seq = 3");
    assertThat(run("log", "prove", "--db", db.toString(), "--entry", "3")).isEqualTo(1);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  @DisplayName("D5 a backup is a verified copy of its owner, also of a log in use")
  void backup() throws Exception {
    Path copy = folder.resolve("copy.db");
    assertThat(run("log", "backup", "--db", db.toString(), "--out", copy.toString())).isZero();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
        .isEqualTo("rw-------");
    assertThat(run("log", "backup", "--db", db.toString(), "--out", copy.toString())).isEqualTo(2);
    try (AuditLog log = LogFixture.open(db)) {
      Recorded last = LogFixture.event(log, 1);
      Path live = folder.resolve("live.db");
      assertThat(run("log", "backup", "--db", db.toString(), "--out", live.toString(), "--json"))
          .isEqualTo(4);
      try (LogFile read = LogFile.open(live)) {
        assertThat(read.head()).isEqualTo(log.head());
        assertThat(read.entriesFrom(last.index(), 1).getFirst().leaf()).isEqualTo(last.leaf());
      }
    }
    assertThat(run("log", "backup", "--db", folder.toString(), "--out", folder + "/x"))
        .isEqualTo(2);
    assertThat(folder.resolve("x")).doesNotExist();
  }

  private int verify(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("log", "verify", "--db", db.toString(), "--checkpoint", checkpoint.toString()));
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Commands.commandLine(launchesNothing(), "1")
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  /** For commands that need nothing of the program. */
  static Launchers launchesNothing() {
    return (Launchers)
        Proxy.newProxyInstance(
            Launchers.class.getClassLoader(),
            new Class<?>[] {Launchers.class},
            (proxy, method, values) -> {
              throw new AssertionError("launched " + method);
            });
  }

  private String dropTriggers() throws Exception {
    return sqlite(
            db, "SELECT 'DROP TRIGGER ' || name || ';' FROM sqlite_schema WHERE type = 'trigger'")
        .replace("\n", " ");
  }

  private static String sqlite(Path file, String sql) throws Exception {
    Process process = new ProcessBuilder("sqlite3", file.toString(), sql).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String wrong = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(wrong).isZero();
    return said;
  }
}
