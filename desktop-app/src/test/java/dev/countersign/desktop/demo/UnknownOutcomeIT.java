package dev.countersign.desktop.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.countersign.desktop.approval.Journey;
import dev.countersign.desktop.approval.JourneyState;
import dev.countersign.desktop.approval.Journeys;
import dev.countersign.desktop.audit.AppendOutcome;
import dev.countersign.desktop.audit.AuditEntry;
import dev.countersign.desktop.audit.AuditEntry.Content;
import dev.countersign.desktop.audit.DecisionOutcome;
import dev.countersign.desktop.audit.HistoryQuery;
import dev.countersign.desktop.audit.Intent;
import dev.countersign.desktop.ui.history.HistoryEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An intent without a kept proof, asked about at a real gateway. */
class UnknownOutcomeIT {
  @TempDir private Path folder;

  private static List<AuditEntry> entries(RealDesk real) {
    return real.desk().log().entriesFrom(0, 1_000);
  }

  @Test
  @DisplayName("D5 an intent whose proof is lost is settled by what the gateway counted")
  void counted() throws Exception {
    try (RealDesk real = RealDesk.in(folder)) {
      real.openDesk();
      assertThat(real.approve(real.requester("agent-1").ask()))
          .isInstanceOf(JourneyState.Done.class);
      Intent counted =
          entries(real).stream()
              .map(AuditEntry::content)
              .filter(Content.Intended.class::isInstance)
              .map(each -> ((Content.Intended) each).intent())
              .findFirst()
              .orElseThrow();
      // The same intent once more, without outcome and without a kept proof.
      long lost = ((AppendOutcome.Recorded) real.desk().log().appendIntent(counted)).index();
      real.closeDesk();

      real.openDesk();
      await()
          .untilAsserted(() ->
              assertThat(
                      entries(real).stream()
                          .map(AuditEntry::content)
                          .filter(Content.Ended.class::isInstance)
                          .map(Content.Ended.class::cast)
                          .filter(ended -> ended.intentIndex() == lost)
                          .<Object>map(ended -> ended.outcome().getClass()))
                  .containsExactly(DecisionOutcome.Unknown.class, DecisionOutcome.Counted.class));
      var history = real.desk().services().sources().historyDesk();
      var found = history.search(HistoryQuery.outcome("counted"), 1_000, 9);
      assertThat(found.total()).isOne();
      HistoryEntry story = (HistoryEntry) history.story(found.rows().getFirst()).story();
      assertThat(story.outcome().orElseThrow().accepted()).isTrue();
      assertThat(story.facts()).extracting(HistoryEntry.Fact::name).contains("receipt number");
    }
  }

  @Test
  @DisplayName(
      "D5 an intent whose desk ended before the key was asked stays unknown as long as its"
          + " challenge could be used, and is then settled as not counted")
  void notCounted() throws Exception {
    DemoClock clock = new DemoClock();
    try (RealDesk real = RealDesk.in(folder, clock)) {
      real.openDesk();
      String request = real.requester("agent-1").ask().request().requestId();
      Journey left = real.begin(request, state -> {});
      Journeys.awaitState(left, JourneyState.NeedsPin.class);
      real.closeDesk();

      real.openDesk();
      var history = real.desk().services().sources().historyDesk();
      await()
          .until(() ->
              history.search(HistoryQuery.outcome("unknown"), Long.MAX_VALUE, 9).total() == 1);
      // Sealing the log is what a start does last: by then the gateway has been asked.
      awaitSealed(real);
      assertThat(history.search(HistoryQuery.outcome("unknown"), Long.MAX_VALUE, 9).total())
          .isOne();
      assertThat(ends(real)).containsExactly(DecisionOutcome.Unknown.class);
      real.closeDesk();

      clock.advance(Duration.ofMinutes(3));
      real.openDesk();
      await()
          .untilAsserted(() ->
              assertThat(ends(real))
                  .containsExactly(
                      DecisionOutcome.Unknown.class, DecisionOutcome.NotCounted.class));
      var later = real.desk().services().sources().historyDesk();
      var found = later.search(HistoryQuery.outcome("not_counted"), Long.MAX_VALUE, 9);
      assertThat(found.total()).isOne();
      HistoryEntry story = (HistoryEntry) later.story(found.rows().getFirst()).story();
      assertThat(story.outcome().orElseThrow().accepted()).isFalse();
      assertThat(story.outcome().orElseThrow().sentence()).contains("counted nothing");
      assertThat(story.facts()).extracting(HistoryEntry.Fact::name).doesNotContain("signed by key");
      real.closeDesk();

      // It ends once: a further start asks about nothing and adds nothing.
      real.openDesk();
      awaitSealed(real);
      assertThat(ends(real)).hasSize(2);
    }
  }

  private static void awaitSealed(RealDesk real) {
    await()
        .until(() ->
            real.desk()
                .log()
                .newestWitnessed()
                .filter(note -> note.checkpoint().equals(real.desk().log().head()))
                .isPresent());
  }

  private static List<Class<?>> ends(RealDesk real) {
    return entries(real).stream()
        .map(AuditEntry::content)
        .filter(Content.Ended.class::isInstance)
        .<Class<?>>map(ended -> ((Content.Ended) ended).outcome().getClass())
        .toList();
  }
}
