package dev.countersign.desktop.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.desktop.audit.AuditEntry.Content;
import dev.countersign.proof.Bytes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class EntryWordsTest {
  private static EntryWords words(DeskEvent event) {
    return EntryWords.of(new AuditEntry(4, Bytes.of(new byte[0]), new Content.Happened(9, event)));
  }

  @Test
  @DisplayName("D5 each kind of entry is one plain sentence that names what it is about")
  void sentences() {
    assertThat(
            List.of(
                words(new DeskEvent.Started("desk 1")).sentence(),
                words(new DeskEvent.Stopped()).sentence(),
                words(new DeskEvent.Recovered(List.of(3L), OptionalLong.empty())).sentence(),
                words(new DeskEvent.Recovered(List.of(3L, 5L), OptionalLong.of(7))).sentence(),
                words(LogFixture.plugged(1)).sentence(),
                words(
                        new DeskEvent.TokenEnrolment(
                            DeskEvent.TokenEnrolment.Change.TOKEN_REVOKED,
                            Bytes.of(new byte[] {1}),
                            "blue"))
                    .sentence(),
                words(new DeskEvent.SettingChanged("theme", Optional.of("dark"), "light"))
                    .sentence(),
                words(new DeskEvent.Exported("csv", 3, 1203, true, Optional.empty())).sentence(),
                words(new DeskEvent.WitnessAlarmed("w.example", "roll_back", 9, 4)).sentence()))
        .containsExactly(
            "The desk was opened (desk 1).",
            "The desk was closed.",
            "The desk had not ended as it should: 1 decision was without an outcome.",
            "The desk had not ended as it should: 2 decisions were without an outcome, and one"
                + " whose proof may have been sent.",
            "key 1 was plugged in.",
            "The token “blue” was revoked.",
            "The setting theme was changed from “dark” to “light”.",
            "1,200 entries left this device as csv, some of them without their content.",
            "The witness w.example contradicted this log (roll back).");
  }

  @Test
  @DisplayName("S3.3 an export tells which token confirmed it, or that none did")
  void confirmed() {
    Bytes token = Bytes.of(new byte[] {1, 2, 3});
    EntryWords with = words(new DeskEvent.Exported("csv", 0, 4, false, Optional.of(token)));
    EntryWords without = words(new DeskEvent.Exported("csv", 0, 4, false, Optional.empty()));
    assertThat(with.facts()).containsEntry("confirmed by", token.base64Url());
    assertThat(with.meaning()).contains("had signed this export");
    assertThat(without.facts()).doesNotContainKey("confirmed by");
    assertThat(without.meaning()).contains("No token confirmed it");
  }

  @Test
  @DisplayName("D5 what cannot be read is said so, with its number and the reason")
  void unreadable() {
    EntryWords words =
        EntryWords.of(new AuditEntry(4, Bytes.of(new byte[0]), new Content.Unreadable("no JSON")));
    assertThat(words.sentence()).contains("Entry 4 cannot be read");
    assertThat(Map.copyOf(words.facts())).containsEntry("reason", "no JSON");
    assertThat(words.searched()).contains("no JSON").contains("Entry 4");
  }
}
