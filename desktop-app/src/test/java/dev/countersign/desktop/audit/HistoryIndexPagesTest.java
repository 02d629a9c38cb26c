package dev.countersign.desktop.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryIndexPagesTest {
  @TempDir Path folder;

  @Test
  @DisplayName("D5 a page whose indexing fails in the middle leaves nothing half indexed")
  void wholePages() throws Exception {
    Connection db = DriverManager.getConnection("jdbc:sqlite::memory:");
    try (AuditLog log = LogFixture.open(folder.resolve("audit.db"));
        HistoryIndex index = HistoryIndex.over(log, db);
        Statement sql = db.createStatement()) {
      for (int i = 1; i < 4; i++) {
        LogFixture.recorded(log.appendIntent(LogFixture.intent(i)));
      }
      sql.execute(
          "CREATE TRIGGER full BEFORE INSERT ON row WHEN NEW.entry = 2"
              + " BEGIN SELECT RAISE(ABORT, 'no room'); END");
      assertThatThrownBy(index::catchUp).isInstanceOf(IOException.class);
      assertThat(index.count(HistoryQuery.ALL)).isZero();
      sql.execute("DROP TRIGGER full");
      assertThat(index.catchUp()).isTrue();
      assertThat(index.find(HistoryQuery.ALL, Long.MAX_VALUE, 9))
          .extracting(HistoryRow::entry)
          .containsExactly(3L, 2L, 1L);
    }
  }
}
