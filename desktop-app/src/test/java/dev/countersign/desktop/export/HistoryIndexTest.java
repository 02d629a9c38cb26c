package dev.countersign.desktop.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.desktop.audit.AuditEntry;
import dev.countersign.desktop.audit.DecisionOutcome;
import dev.countersign.desktop.audit.DeskEvent;
import dev.countersign.desktop.audit.HistoryIndex;
import dev.countersign.desktop.audit.HistoryKind;
import dev.countersign.desktop.audit.HistoryQuery;
import dev.countersign.desktop.audit.HistoryQuery.OfDecision;
import dev.countersign.desktop.audit.HistoryRow;
import dev.countersign.proof.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryIndexTest {
  @TempDir Path folder;
  private ExportedLog fixture;

  @BeforeEach
  void open() {
    fixture = new ExportedLog(folder).with(3);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  @DisplayName("S2.5 decisions are found, newest first, page by page, as they are added")
  void finds() throws IOException {
    try (HistoryIndex index = HistoryIndex.of(fixture.log)) {
      assertThat(index.catchUp()).isTrue();
      assertThat(intents(index, HistoryQuery.ALL)).containsExactly(5L, 3L, 1L);
      fixture.with(1);
      assertThat(index.catchUp()).isTrue();
      assertThat(index.catchUp()).isFalse();
      assertThat(index.find(HistoryQuery.ALL, 7, 2))
          .extracting(HistoryRow::entry)
          .containsExactly(5L, 3L);
      assertThat(index.count(HistoryQuery.ALL)).isEqualTo(4);
      for (int limit = 1; limit < 6; limit++) {
        assertThat(index.search(HistoryQuery.ALL, Long.MAX_VALUE, limit).total()).isEqualTo(4);
        assertThat(index.search(HistoryQuery.ALL, 4, limit).total()).isEqualTo(4);
        assertThat(index.search(HistoryQuery.ALL, 4, limit).rows())
            .isEqualTo(index.find(HistoryQuery.ALL, 4, limit));
      }
    }
  }

  @Test
  @DisplayName("S2.5 text is searched literally, and filters exclude")
  void filters() throws IOException {
    try (HistoryIndex index = HistoryIndex.of(fixture.log)) {
      index.catchUp();
      assertThat(intents(index, text("CMD|"))).hasSize(3);
      assertThat(intents(index, text("%"))).isEmpty();
      assertThat(intents(index, text("approv_"))).isEmpty();
      assertThat(intents(index, text("ada"))).hasSize(3);
      assertThat(intents(index, decision("deny", ""))).isEmpty();
      assertThat(intents(index, HistoryQuery.outcome("refused"))).hasSize(3);
      assertThat(intents(index, HistoryQuery.outcome("open"))).isEmpty();
      assertThat(
              intents(
                  index,
                  new HistoryQuery(HistoryKind.DECISIONS, "", ExportedLog.NOW + 1, OfDecision.ANY)))
          .isEmpty();
      assertThat(intents(index, decision("", "nobody"))).isEmpty();
    }
  }

  @Test
  @DisplayName("D5 the index of one run is no file that could be changed, and the next has its own")
  void nobodyElses() throws IOException {
    Set<Path> before = files();
    for (int run = 0; run < 2; run++) {
      try (HistoryIndex index = HistoryIndex.of(fixture.log)) {
        assertThat(intents(index, HistoryQuery.ALL)).isEmpty();
        index.catchUp();
        assertThat(intents(index, HistoryQuery.ALL)).containsExactly(5L, 3L, 1L);
        assertThat(files()).isEqualTo(before);
      }
    }
  }

  private Set<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.collect(Collectors.toSet());
    }
  }

  private static final DeskEvent LOST = new DeskEvent.FeedLost(7, "the route is gone");

  @Test
  @DisplayName("D5 other entries are found by kind, beside decisions or alone, in the log's order")
  void kinds() throws IOException {
    fixture.happened(LOST).happened(new DeskEvent.Stopped()).with(1);
    try (HistoryIndex index = HistoryIndex.of(fixture.log)) {
      index.catchUp();
      assertThat(intents(index, HistoryQuery.ALL)).containsExactly(9L, 5L, 3L, 1L);
      HistoryQuery everything = HistoryQuery.ALL.withKind(HistoryKind.EVERYTHING);
      assertThat(intents(index, everything)).containsExactly(9L, 8L, 7L, 5L, 3L, 1L, 0L);
      assertThat(index.count(everything)).isEqualTo(7);
      assertThat(index.find(everything, 8, 2))
          .extracting(HistoryRow::entry)
          .containsExactly(7L, 5L);
      assertThat(intents(index, HistoryQuery.ALL.withKind(HistoryKind.STARTS))).containsExactly(8L);
      assertThat(intents(index, HistoryQuery.ALL.withKind(HistoryKind.ENROLMENT)))
          .containsExactly(0L);
      assertThat(intents(index, HistoryQuery.ALL.withKind(HistoryKind.ALARMS))).isEmpty();
      assertThat(index.find(HistoryQuery.ALL.withKind(HistoryKind.CONNECTION), 100, 9))
          .containsExactly(
              new HistoryRow.Event(
                  7,
                  ExportedLog.NOW,
                  "feed_loss",
                  "The gateway was no longer followed: the route is gone."));
    }
  }

  @Test
  @DisplayName("D5 other entries are searched in their sentence and in every value, literally")
  void searchesEvents() throws IOException {
    fixture
        .happened(LOST)
        .happened(
            new DeskEvent.Exported("csv", 0, 4, true, Optional.of(Bytes.utf8("blue key's id"))));
    try (HistoryIndex index = HistoryIndex.of(fixture.log)) {
      index.catchUp();
      HistoryQuery everything = HistoryQuery.ALL.withKind(HistoryKind.EVERYTHING);
      assertThat(intents(index, everything.withText("ROUTE is"))).containsExactly(7L);
      assertThat(intents(index, everything.withText("no longer"))).containsExactly(7L);
      assertThat(intents(index, everything.withText("r_ute"))).isEmpty();
      assertThat(intents(index, everything.withText(Bytes.utf8("blue key's id").base64Url())))
          .containsExactly(8L);
      assertThat(intents(index, HistoryQuery.ALL.withText("route"))).isEmpty();
    }
  }

  @Test
  @DisplayName("D5 an outcome that belongs to no intent is not hidden")
  void orphan() throws IOException {
    fixture.log.appendOutcome(
        0, Bytes.of(new byte[32]), new DecisionOutcome.Cancelled(), Optional.empty());
    try (HistoryIndex index = HistoryIndex.of(fixture.log)) {
      index.catchUp();
      assertThat(intents(index, HistoryQuery.ALL)).containsExactly(5L, 3L, 1L);
      assertThat(intents(index, HistoryQuery.ALL.withKind(HistoryKind.OUT_OF_PLACE)))
          .containsExactly(7L);
    }
  }

  @Test
  @DisplayName("D5 each type of entry is of exactly one kind, so that none is left out")
  void eachType() {
    for (String type : AuditEntry.types()) {
      assertThat(HistoryKind.values())
          .filteredOn(kind -> kind.types().contains(type))
          .as(type)
          .hasSize(1);
    }
  }

  private static HistoryQuery text(String text) {
    return HistoryQuery.ALL.withText(text);
  }

  private static HistoryQuery decision(String decision, String requester) {
    return new HistoryQuery(
        HistoryKind.DECISIONS, "", 0, new OfDecision(decision, "", requester, ""));
  }

  private static List<Long> intents(HistoryIndex index, HistoryQuery query) throws IOException {
    return index.find(query, Long.MAX_VALUE, 100).stream().map(HistoryRow::entry).toList();
  }
}
