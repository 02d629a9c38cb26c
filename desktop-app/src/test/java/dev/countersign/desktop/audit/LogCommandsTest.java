package dev.countersign.desktop.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.desktop.cli.Commands;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands that only read, on files that somebody damaged on purpose. */
class LogCommandsTest {
  private static final int ENTRIES = 13;

  @TempDir Path folder;
  private final LogFixture fixture = new LogFixture();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path db;

  @BeforeEach
  void sealed() throws Exception {
    db = fixture.sealedLog(folder, ENTRIES);
  }

  @ParameterizedTest
  @CsvSource({"'UPDATE entry SET bytes = x''00'' WHERE seq = 0'", "'DELETE FROM entry'"})
  @DisplayName(
      "D5 a log whose first entry was changed is reported as changed also when a trust file is"
          + " given, and can still be read and copied")
  void firstEntryGone(String edit) throws Exception {
    Path trust = Files.writeString(folder.resolve("trust.json"), "{}");
    LogFixture.edit(db, edit);
    assertThat(log("verify", "--trust", trust.toString())).as(err.toString()).isEqualTo(1);
    assertThat(out.toString()).contains("\"first_bad_entry\":0").contains("device_signature");
    assertThat(log("show", "--first", "1")).isEqualTo(edit.startsWith("DELETE") ? 1 : 0);
    assertThat(log("backup", "--out", folder.resolve("copy.db").toString())).isEqualTo(1);
    assertThat(log("head")).isEqualTo(2);
    assertThat(err.toString()).contains("Run log verify");
    assertThat(log("prove", "--entry", "3")).isEqualTo(1);
  }

  @Test
  @DisplayName("D5 entry numbers at the end of all numbers end the commands, with a sentence")
  void lastNumber() throws Exception {
    LogFixture.edit(db, "INSERT INTO entry VALUES (" + Long.MAX_VALUE + ", x'e280a8')");
    assertThat(log("verify")).isEqualTo(1);
    assertThat(log("show")).isZero();
    assertThat(out.toString().lines())
        .hasSize(ENTRIES + 1)
        .last()
        .isEqualTo(Long.MAX_VALUE + "  ?");
    assertThat(log("head")).isEqualTo(2);
    assertThat(err.toString()).contains("Run log verify");
    assertThat(log("prove", "--entry", "3")).isEqualTo(1);
    assertThat(err.toString()).doesNotContain("unexpected");
  }

  @Test
  @DisplayName("D5 the journal of a log named by a link, and a journal that is a link, are read")
  void links() throws Exception {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Path link = Files.createSymbolicLink(elsewhere.resolve("link.db"), db);
    forgeInJournal(db, folder.resolve("used.db"));
    for (Path named : List.of(folder.resolve("used.db"), link(elsewhere, "used.db"))) {
      db = named;
      assertThat(log("verify")).as("%s", named).isEqualTo(1);
      assertThat(out.toString()).contains("\"first_bad_entry\":" + ENTRIES);
    }
    db = folder.resolve("used.db");
    Path journal = folder.resolve("used.db-wal");
    Files.move(journal, elsewhere.resolve("journal"));
    Files.createSymbolicLink(journal, elsewhere.resolve("journal"));
    assertThat(log("verify")).isEqualTo(1);
    Files.delete(elsewhere.resolve("journal"));
    assertThat(log("verify")).as("a journal that cannot be read").isEqualTo(2);
    db = link;
    assertThat(log("verify")).isZero();
  }

  private Path link(Path from, String name) throws Exception {
    return Files.createSymbolicLink(from.resolve(name), folder.resolve(name));
  }

  /** A copy of the log as it is in use: with a forged entry that is in its journal alone. */
  private static void forgeInJournal(Path log, Path copy) throws Exception {
    Path used = Files.copy(log, copy.resolveSibling("in-use.db"));
    try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + used);
        Statement sql = db.createStatement()) {
      sql.execute("PRAGMA journal_mode = WAL");
      sql.execute("PRAGMA wal_autocheckpoint = 0");
      sql.execute("INSERT INTO entry VALUES (" + ENTRIES + ", x'7b7d')");
      Files.copy(used, copy);
      Files.copy(copy.resolveSibling("in-use.db-wal"), copy.resolveSibling("used.db-wal"));
    }
  }

  @Test
  @DisplayName(
      "D5 a log that was cut to a piece, or lies under the journal of another database, is changed")
  void notReadable() throws Exception {
    byte[] whole = Files.readAllBytes(db);
    for (int length : List.of(100, 2_048, 5_000)) {
      Files.write(db, Arrays.copyOf(whole, length));
      assertThat(log("verify")).as("%d bytes", length).isEqualTo(1);
      assertThat(out.toString()).contains("the database is damaged");
    }
    Files.write(db, Arrays.copyOf(whole, 99));
    assertThat(log("verify")).isEqualTo(2);
    Files.write(db, whole);
    Path other = folder.resolve("other.db");
    try (Connection stranger = DriverManager.getConnection("jdbc:sqlite:" + other);
        Statement sql = stranger.createStatement()) {
      sql.execute("PRAGMA page_size = 2048");
      sql.execute("PRAGMA journal_mode = WAL");
      sql.execute("CREATE TABLE t(x)");
      Files.copy(folder.resolve("other.db-wal"), db.resolveSibling(db.getFileName() + "-wal"));
    }
    assertThat(log("verify")).isEqualTo(1);
    assertThat(out.toString()).contains("its journal is of another database");
    db = other;
    assertThat(log("verify")).isEqualTo(2);
  }

  @Test
  @DisplayName("a file that is there already is named and left as it is, by backup and head")
  void thereAlready() throws Exception {
    Path there = Files.writeString(folder.resolve("there"), "mine");
    for (String command : List.of("backup", "head")) {
      assertThat(log(command, "--out", there.toString())).isEqualTo(2);
      assertThat(err.toString()).contains(there + " is there already");
      assertThat(there).hasContent("mine");
    }
  }

  private int log(String command, String... more) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    List<String> arguments = new ArrayList<>(List.of("log", command, "--db", db.toString()));
    arguments.addAll(List.of(more));
    return Commands.commandLine(TamperIT.launchesNothing(), "1")
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments.toArray(String[]::new));
  }
}
