package dev.countersign.desktop.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.desktop.audit.AuditEntry;
import dev.countersign.desktop.audit.DeskEvent;
import dev.countersign.desktop.export.Export.Control;
import dev.countersign.desktop.export.Export.Outcome;
import dev.countersign.proof.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyslogExportTest {
  @TempDir Path folder;
  private final List<String> received = new ArrayList<>();
  private ExportedLog fixture;

  @BeforeEach
  void open() {
    fixture = new ExportedLog(folder).with(1).happened(new DeskEvent.FeedLost(1, "a]b\"c\\d"));
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  @DisplayName("S2.5 an entry is a message of RFC 5424 with escaped structured data")
  void message() {
    assertThat(send(Redaction.NONE)).isInstanceOf(Outcome.Done.class);
    assertThat(received).hasSize(4);
    assertThat(received.getFirst())
        .startsWith("<109>1 2026-11-27T")
        .contains(" - countersign - genesis [countersign@32473 origin=\"countersign.dev/device/");
    assertThat(received.get(2))
        .startsWith("<108>1 ")
        .contains("outcome=\"refused\" code=\"=cmd|' /C calc'!A0\"] \ufeff{\"type\":\"outcome\"");
    assertThat(received.get(3)).contains("] \ufeff{\"type\":\"feed_loss\"");
  }

  @Test
  @DisplayName("a second run goes on after what the collector was given")
  void resumes() {
    send(Redaction.NONE);
    received.clear();
    fixture.with(1);
    assertThat(send(Redaction.NONE)).isInstanceOf(Outcome.Done.class);
    assertThat(received).hasSize(3);
    assertThat(received.getFirst()).contains("entry=\"4\"").contains(" export [");
    assertThat(received.getLast()).contains("entry=\"6\"");
  }

  @Test
  @DisplayName("the position of another log does not keep the entries of this one back")
  void otherLog() throws IOException {
    Files.writeString(folder.resolve("position"), "3 countersign.dev/device/earlier\n");
    assertThat(send(Redaction.NONE)).isInstanceOf(Outcome.Done.class);
    assertThat(received).hasSize(4);
    assertThat(folder.resolve("position")).hasContent("4 " + fixture.log.genesis().origin());
  }

  @Test
  @DisplayName("what ends a line or moves a cursor is written out in structured data")
  void oneLine() {
    AuditEntry entry =
        new AuditEntry(
            7, Bytes.utf8("{}"), new AuditEntry.Content.Unreadable("a\nb\u001b\u2028\u202e\\u{a}"));
    assertThat(new String(SyslogMessage.of("origin", entry), StandardCharsets.UTF_8))
        .contains("reason=\"a\\\\u{a}b\\\\u{1b}\\\\u{2028}\\\\u{202e}\\\\u{a}\"]");
  }

  @Test
  @DisplayName("what the collector did not take is sent again, and the position stays")
  void brokenOff() throws IOException {
    Outcome outcome =
        export()
            .run(
                messages -> {
                  throw new IOException("the connection broke");
                },
                Redaction.NONE,
                Control.NONE);
    assertThat(outcome).isInstanceOf(Outcome.NotDone.class);
    assertThat(folder.resolve("position")).doesNotExist();
    send(Redaction.NONE);
    assertThat(received.getFirst()).contains("entry=\"0\"");
    Files.writeString(folder.resolve("position"), "-1 " + fixture.log.genesis().origin() + "\n");
    received.clear();
    assertThat(send(Redaction.NONE)).isInstanceOf(Outcome.NotDone.class);
    assertThat(received).isEmpty();
  }

  @Test
  @DisplayName("D5 a withheld entry is its number and leaf hash")
  void withheld() {
    send(new Redaction(Set.of("outcome", "intent"), Set.of()));
    assertThat(received.get(2))
        .contains(" - countersign - withheld [")
        .contains("leaf=\"")
        .endsWith("]")
        .doesNotContain("refused");
  }

  private Outcome send(Redaction redaction) {
    return export()
        .run(
            messages ->
                messages.forEach(each -> received.add(new String(each, StandardCharsets.UTF_8))),
            redaction,
            Control.NONE);
  }

  private SyslogExport export() {
    return new SyslogExport(fixture.log, fixture.export(), folder.resolve("position"));
  }
}
