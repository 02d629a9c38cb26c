package dev.countersign.desktop.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.desktop.audit.AuditEntry.Content;
import dev.countersign.desktop.audit.DeskEvent;
import dev.countersign.desktop.export.Export.Control;
import dev.countersign.desktop.export.Export.Outcome;
import dev.countersign.desktop.export.Export.Range;
import dev.countersign.desktop.export.ExportCheck.Result;
import dev.countersign.proof.crypto.P256SigningKey;
import dev.countersign.proof.log.Checkpoint;
import dev.countersign.proof.log.NoteKeys;
import dev.countersign.proof.log.SignedCheckpoint;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExportTest {
  @TempDir Path folder;
  private ExportedLog fixture;
  private Path file;

  @BeforeEach
  void open() {
    fixture = new ExportedLog(folder).with(3).witnessed().with(2);
    file = folder.resolve("export.jsonl");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  @DisplayName("D5 an export with proofs verifies offline against device and witness")
  void verifies() throws IOException {
    assertThat(write(Redaction.NONE)).isEqualTo(new Outcome.Done(11, 12));
    assertThat(fixture.check().check(file))
        .isEqualTo(new Result.Verified(fixture.log.genesis().origin(), 0, 11, 0, 12, 7, List.of()));
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  @DisplayName("D5 an export without keys says what was not checked")
  void notChecked() {
    write(Redaction.NONE);
    assertThat(new ExportCheck(Optional.empty(), Optional.empty()).check(file))
        .isInstanceOfSatisfying(
            Result.Verified.class,
            verified ->
                assertThat(verified.notChecked()).containsExactly("device_signature", "witness"));
  }

  @Test
  @DisplayName("S1.5 every export is an entry of the log before anything leaves the device")
  void recorded() {
    write(new Redaction(Set.of("intent"), Set.of()));
    assertThat(fixture.log.entries(12, 1).getFirst().content())
        .isInstanceOfSatisfying(
            Content.Happened.class,
            happened ->
                assertThat(happened.event())
                    .isEqualTo(new DeskEvent.Exported("jsonl", 0, 11, true, Optional.empty())));
  }

  @Test
  @DisplayName("D5 a redacted export still verifies and holds nothing of what was withheld")
  void redacted() throws IOException {
    assertThat(write(new Redaction(Set.of("intent"), Set.of(2L)))).isInstanceOf(Outcome.Done.class);
    assertThat(fixture.check().check(file))
        .isInstanceOfSatisfying(
            Result.Verified.class, verified -> assertThat(verified.withheld()).isEqualTo(6));
    for (String line : Files.readAllLines(file)) {
      assertThat(line).doesNotContain(base64("\"type\":\"intent\""));
      if (line.contains("\"entry\"")) {
        assertThat(decoded(line)).doesNotContain("\"approver\":\"ada\"");
      }
    }
  }

  @Test
  @DisplayName("D5 any line that is changed, removed, repeated or swapped is found")
  void changed() throws IOException {
    write(Redaction.NONE);
    List<String> whole = Files.readAllLines(file);
    for (int i = 1; i < whole.size() - 1; i++) {
      List<String> removed = new ArrayList<>(whole);
      removed.remove(i);
      assertThat(checked(removed)).as("without line " + (i + 1)).isInstanceOf(Result.Changed.class);
      List<String> twice = new ArrayList<>(whole);
      twice.add(i, whole.get(i));
      assertThat(checked(twice)).as("line twice").isInstanceOf(Result.Changed.class);
      List<String> other = new ArrayList<>(whole);
      other.set(i, altered(whole.get(i)));
      assertThat(checked(other)).as("altered").isInstanceOf(Result.Changed.class);
    }
    assertThat(checked(whole.subList(0, whole.size() - 1))).isInstanceOf(Result.Changed.class);
    List<String> longer = new ArrayList<>(whole);
    longer.add("{}");
    assertThat(checked(longer)).isInstanceOf(Result.Changed.class);
    assertThat(checked(List.of("{}"))).isInstanceOf(Result.Unusable.class);
    assertThat(checked(List.of("no json"))).isInstanceOf(Result.Unusable.class);
    Files.writeString(file, Files.readString(file).stripTrailing());
    assertThat(fixture.check().check(file)).isInstanceOf(Result.Changed.class);
  }

  @Test
  @DisplayName("D5 a line that is no text is a change, as any other damage behind the first line")
  void notText() throws IOException {
    write(Redaction.NONE);
    byte[] whole = Files.readAllBytes(file);
    byte[] damaged = whole.clone();
    damaged[whole.length - 5] = (byte) 0xff;
    Files.write(file, damaged);
    assertThat(fixture.check().check(file))
        .isInstanceOfSatisfying(
            Result.Changed.class, changed -> assertThat(changed.line()).isEqualTo(13));
    damaged[3] = (byte) 0xff;
    Files.write(file, damaged);
    assertThat(fixture.check().check(file)).isInstanceOf(Result.Unusable.class);
  }

  @ParameterizedTest
  @EnumSource(value = ExportFormat.class, names = "SYSLOG", mode = EnumSource.Mode.EXCLUDE)
  @DisplayName("D5 an entry that was changed on the disk while the desk was open is not exported")
  void changedOnTheDisk(ExportFormat format) throws Exception {
    try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + fixture.file);
        Statement sql = db.createStatement()) {
      sql.execute("DROP TRIGGER entry_no_update");
      sql.execute("UPDATE entry SET bytes = (SELECT bytes FROM entry WHERE seq = 3) WHERE seq = 5");
    }
    assertThat(fixture.export().toFile(file, format, Range.ALL, Redaction.NONE, Control.NONE))
        .isInstanceOfSatisfying(
            Outcome.NotDone.class,
            refused -> assertThat(refused.sentence()).contains("entry 5 is not the one"));
    assertThat(file).doesNotExist();
  }

  @Test
  @DisplayName("a file that comes to the name while the export is written is not replaced")
  void meanwhile() {
    assertThatThrownBy(() -> new NewFile(file).write(out -> Files.writeString(file, "theirs")))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(file).hasContent("theirs");
    assertThat(folder.resolve("export.jsonl.part")).doesNotExist();
  }

  @Test
  @DisplayName("D5 a witnessed checkpoint of another log that was put in is passed over")
  void foreignCheckpoint() throws Exception {
    var own = fixture.log.newestWitnessed().orElseThrow();
    try (ExportedLog other =
            new ExportedLog(Files.createDirectory(folder.resolve("other"))).with(4).witnessed();
        Connection db = DriverManager.getConnection("jdbc:sqlite:" + fixture.file);
        PreparedStatement sql = db.prepareStatement("INSERT INTO checkpoint VALUES (?, ?)")) {
      for (long size : List.of(9L, 999L)) {
        sql.setLong(1, size);
        sql.setBytes(2, other.log.newestWitnessed().orElseThrow().toBytes());
        sql.executeUpdate();
      }
    }
    assertThat(fixture.log.newestWitnessed()).contains(own);
  }

  @Test
  @DisplayName("D5 a line under another number, or a last line that counts others, is a change")
  void numbers() throws IOException {
    write(Redaction.NONE);
    List<String> whole = Files.readAllLines(file);
    List<String> renumbered = new ArrayList<>(whole);
    renumbered.set(3, whole.get(3).replace("{\"index\":2,", "{\"index\":7,"));
    assertThat(renumbered).isNotEqualTo(whole);
    assertThat(checked(renumbered)).isInstanceOf(Result.Changed.class);
    List<String> recounted = new ArrayList<>(whole);
    recounted.set(whole.size() - 1, "{\"written\":1}");
    assertThat(checked(recounted)).isInstanceOf(Result.Changed.class);
    assertThat(checked(whole)).isInstanceOf(Result.Verified.class);
  }

  @Test
  @DisplayName("D5 a witnessed checkpoint of another log does not vouch for this one")
  void witnessedElsewhere() throws Exception {
    write(Redaction.NONE);
    List<String> whole = new ArrayList<>(Files.readAllLines(file));
    // Another log may hold the same entries; a witness cosigned that one.
    var own = fixture.log.newestWitnessed().orElseThrow().checkpoint();
    String elsewhere = "countersign.dev/device/another";
    SignedCheckpoint cosigned =
        SignedCheckpoint.sign(
                new Checkpoint(elsewhere, own.size(), own.root()),
                NoteKeys.deviceSigner(elsewhere, P256SigningKey.generate(new SecureRandom())))
            .cosign(
                NoteKeys.witnessSigner(
                    "witness.example",
                    fixture.witness,
                    () -> Instant.ofEpochSecond(ExportedLog.NOW)));
    String shown = whole.getFirst();
    int at = shown.indexOf("\"witnessed\":{\"checkpoint\":\"") + 27;
    whole.set(
        0,
        shown.substring(0, at)
            + new String(cosigned.toBytes(), java.nio.charset.StandardCharsets.UTF_8)
                .replace("\n", "\\n")
            + shown.substring(shown.indexOf('"', at)));
    assertThat(checked(whole))
        .isInstanceOfSatisfying(
            Result.Changed.class,
            changed -> assertThat(changed.what()).contains("not the one that was witnessed"));
  }

  @Test
  @DisplayName("D5 another device's or witness's key does not accept the export")
  void otherKeys() throws IOException {
    write(Redaction.NONE);
    Files.createDirectories(folder.resolve("other"));
    try (ExportedLog other = new ExportedLog(folder.resolve("other"))) {
      assertThat(new ExportCheck(Optional.of(other.deviceKey), Optional.empty()).check(file))
          .isInstanceOf(Result.Changed.class);
      assertThat(new ExportCheck(Optional.empty(), Optional.of(other.witnessKey)).check(file))
          .isInstanceOf(Result.Changed.class);
    }
  }

  @Test
  @DisplayName("an export of a range verifies, and one outside the log is not made")
  void range() {
    assertThat(
            fixture
                .export()
                .toFile(
                    file,
                    ExportFormat.JSONL,
                    new Range(2, OptionalLong.of(5)),
                    Redaction.NONE,
                    Control.NONE))
        .isEqualTo(new Outcome.Done(3, 12));
    assertThat(fixture.check().check(file)).isInstanceOf(Result.Verified.class);
    assertThat(
            fixture
                .export()
                .toFile(
                    folder.resolve("none"),
                    ExportFormat.JSONL,
                    new Range(99, OptionalLong.empty()),
                    Redaction.NONE,
                    Control.NONE))
        .isInstanceOf(Outcome.NotDone.class);
    assertThat(fixture.log.head().size()).isEqualTo(12);
  }

  @Test
  @DisplayName("an export that is cancelled, or has no place, leaves no file, but its entry")
  void leavesNothing() throws IOException {
    assertThat(
            fixture
                .export()
                .toFile(
                    file,
                    ExportFormat.CSV,
                    Range.ALL,
                    Redaction.NONE,
                    new Control(_ -> {}, () -> true)))
        .isInstanceOf(Outcome.NotDone.class);
    Files.writeString(folder.resolve("there"), "mine");
    assertThat(write(folder.resolve("there"), ExportFormat.CSV))
        .isInstanceOf(Outcome.NotDone.class);
    assertThat(folder.resolve("there")).hasContent("mine");
    assertThat(write(folder.resolve("no/folder"), ExportFormat.CSV))
        .isInstanceOf(Outcome.NotDone.class);
    try (var files = Files.list(folder)) {
      assertThat(files.map(each -> each.getFileName().toString()))
          .noneMatch(name -> name.startsWith("export") || name.endsWith(".part"));
    }
    assertThat(fixture.log.head().size()).isEqualTo(14);
  }

  @Test
  @DisplayName("an export whose thread is interrupted while it writes says so and leaves no file")
  void interrupted() throws IOException {
    Control stopping = new Control(_ -> Thread.currentThread().interrupt(), () -> false);
    Outcome outcome =
        fixture.export().toFile(file, ExportFormat.CSV, Range.ALL, Redaction.NONE, stopping);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(outcome)
        .isEqualTo(new Outcome.NotDone("The export was cancelled. No file was left."));
    try (var files = Files.list(folder)) {
      assertThat(files.map(each -> each.getFileName().toString()))
          .noneMatch(name -> name.startsWith("export"));
    }
  }

  @Test
  @DisplayName("S1.5 an export that cannot be recorded does not happen")
  void failsClosed() {
    fixture.log.close();
    assertThat(write(Redaction.NONE))
        .isInstanceOfSatisfying(
            Outcome.NotDone.class,
            refused -> assertThat(refused.sentence()).contains("could not be recorded"));
    assertThat(file).doesNotExist();
  }

  @Test
  @DisplayName("a CSV export has a heading and one row for each entry, and no formula")
  void csv() throws IOException {
    write(file, ExportFormat.CSV);
    List<String> rows = Files.readAllLines(file);
    assertThat(rows).hasSize(12);
    assertThat(rows.getFirst()).startsWith("\"entry\",\"time\",\"type\"");
    assertThat(Files.readString(file)).contains("\"'=cmd|' /C calc'!A0\"").doesNotContain("\"=cmd");
  }

  private Outcome write(Redaction redaction) {
    return fixture.export().toFile(file, ExportFormat.JSONL, Range.ALL, redaction, Control.NONE);
  }

  private Outcome write(Path to, ExportFormat format) {
    return fixture.export().toFile(to, format, Range.ALL, Redaction.NONE, Control.NONE);
  }

  private Result checked(List<String> lines) throws IOException {
    Path other = folder.resolve("altered");
    Files.writeString(other, String.join("\n", lines) + "\n");
    return fixture.check().check(other);
  }

  /** The first byte of the entry is another one. */
  private static String altered(String line) {
    int at = line.indexOf("\"entry\":\"") + "\"entry\":\"".length();
    return line.substring(0, at) + (line.charAt(at) == 'A' ? 'B' : 'A') + line.substring(at + 1);
  }

  private static String decoded(String line) {
    String entry = line.replaceAll(".*\"entry\":\"([^\"]*)\".*", "$1");
    return new String(
        Base64.getUrlDecoder().decode(entry), java.nio.charset.StandardCharsets.UTF_8);
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }
}
