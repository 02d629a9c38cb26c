package dev.countersign.desktop.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.desktop.audit.HistoryIndex;
import dev.countersign.desktop.audit.HistoryQuery;
import dev.countersign.desktop.audit.HistoryRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryIndexTest {
  @TempDir Path folder;
  private ExportedLog fixture;
  private Path file;

  @BeforeEach
  void open() {
    fixture = new ExportedLog(folder).with(3);
    file = folder.resolve("index.db");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  @DisplayName("S2.5 decisions are found, newest first, page by page, as they are added")
  void finds() throws IOException {
    try (HistoryIndex index = HistoryIndex.open(file, fixture.log)) {
      assertThat(index.catchUp()).isTrue();
      assertThat(intents(index, HistoryQuery.ALL)).containsExactly(5L, 3L, 1L);
      fixture.with(1);
      assertThat(index.catchUp()).isTrue();
      assertThat(index.catchUp()).isFalse();
      assertThat(index.find(HistoryQuery.ALL, 7, 2))
          .extracting(HistoryRow::intentEntry)
          .containsExactly(5L, 3L);
      assertThat(index.count(HistoryQuery.ALL)).isEqualTo(4);
    }
  }

  @Test
  @DisplayName("S2.5 text is searched literally, and filters exclude")
  void filters() throws IOException {
    try (HistoryIndex index = HistoryIndex.open(file, fixture.log)) {
      index.catchUp();
      assertThat(intents(index, text("CMD|"))).hasSize(3);
      assertThat(intents(index, text("%"))).isEmpty();
      assertThat(intents(index, text("approv_"))).isEmpty();
      assertThat(intents(index, text("ada"))).hasSize(3);
      assertThat(intents(index, new HistoryQuery("", "deny", "", 0, "", ""))).isEmpty();
      assertThat(intents(index, new HistoryQuery("", "", "refused", 0, "", ""))).hasSize(3);
      assertThat(intents(index, new HistoryQuery("", "", "open", 0, "", ""))).isEmpty();
      assertThat(intents(index, new HistoryQuery("", "", "", ExportedLog.NOW + 1, "", "")))
          .isEmpty();
      assertThat(intents(index, new HistoryQuery("", "", "", 0, "nobody", ""))).isEmpty();
    }
  }

  @Test
  @DisplayName("D5 an index that is damaged, of another log or ahead of its log is made anew")
  void madeAnew() throws IOException {
    try (HistoryIndex index = HistoryIndex.open(file, fixture.log)) {
      index.catchUp();
    }
    Files.createDirectories(folder.resolve("other"));
    try (ExportedLog other = new ExportedLog(folder.resolve("other")).with(1);
        HistoryIndex index = HistoryIndex.open(file, other.log)) {
      index.catchUp();
      assertThat(intents(index, HistoryQuery.ALL)).containsExactly(1L);
    }
    Files.writeString(file, "this is no database, and long enough to be told from one");
    try (HistoryIndex index = HistoryIndex.open(file, fixture.log)) {
      index.catchUp();
      assertThat(intents(index, HistoryQuery.ALL)).hasSize(3);
    }
  }

  private static HistoryQuery text(String text) {
    return new HistoryQuery(text, "", "", 0, "", "");
  }

  private static List<Long> intents(HistoryIndex index, HistoryQuery query) throws IOException {
    return index.find(query, Long.MAX_VALUE, 100).stream().map(HistoryRow::intentEntry).toList();
  }
}
