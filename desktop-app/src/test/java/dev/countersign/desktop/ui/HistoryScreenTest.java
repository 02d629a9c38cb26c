package dev.countersign.desktop.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.countersign.desktop.audit.HistoryKind;
import dev.countersign.desktop.audit.HistoryQuery;
import dev.countersign.desktop.audit.HistoryRow;
import dev.countersign.desktop.export.Export;
import dev.countersign.desktop.ui.history.AuditState;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.text.Text;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class HistoryScreenTest extends FxTest {

  private void history() {
    show(960, 700);
    fx(() -> {
      shell.go(Page.HISTORY);
      return shell;
    });
    settle();
  }

  private void until(String id) {
    await().until(() -> find(id).isPresent());
    settle();
  }

  @Test
  @DisplayName(
      "D5 the state of the log is on the page: how many entries, which witness, since when")
  void state() {
    history();
    until("history-req-7f3a91c2");
    assertThat(words("audit-state"))
        .contains("Verified: 1,206 entries")
        .contains("checked")
        .contains("witness.gateway.example witnessed all of them");
    desk.audit =
        new AuditState.Verified(
            1207, OptionalLong.of(1206), "witness.gateway.example", SampleRequest.NOW);
    desk.historyChanged.run();
    await().untilAsserted(() -> assertThat(words("audit-state")).contains("the first 1,206"));
  }

  @Test
  @DisplayName("D5 a verification can be asked for, shows how far it is, and can be stopped")
  void verifyNow() {
    history();
    until("verify-now");
    press("verify-now");
    assertThat(desk.verifications).isOne();
    assertThat(((Button) node("verify-stop")).isDisabled()).isTrue();
    desk.audit = new AuditState.Checking(300, 1206);
    desk.historyChanged.run();
    await().untilAsserted(() -> assertThat(words("audit-state")).contains("300 of 1,206"));
    press("verify-stop");
    assertThat(desk.stopped).isOne();
    desk.audit = new AuditState.Broken("Entry 7 was changed.");
    desk.historyChanged.run();
    await().untilAsserted(() -> assertThat(words("audit-state")).contains("Entry 7 was changed."));
  }

  @Test
  @DisplayName("S2.5 search and filters narrow the list")
  void narrows() {
    history();
    until("history-req-7f3a91c2");
    fx(() -> {
      node("history-search").requestFocus();
      return true;
    });
    type("hydra");
    await()
        .untilAsserted(() -> {
          settle();
          assertThat(find("history-req-7f3a91c2")).isEmpty();
          assertThat(find("history-req-90aa")).isPresent();
          assertThat(words("history-count")).contains("").isNotEmpty();
        });
    fx(() -> {
      @SuppressWarnings("unchecked")
      ComboBox<String> outcome = (ComboBox<String>) node("history-outcome");
      outcome.setValue("refused");
      return true;
    });
    await().until(() -> desk.queries.getLast().decision().outcome().equals("refused"));
  }

  @Test
  @DisplayName("S2.5 one decision is told as a story, opened and left by keys alone")
  void story() {
    history();
    until("history-req-7f3a91c2");
    fx(() -> {
      ListView<?> list = (ListView<?>) node("history-list");
      list.getSelectionModel().select(0);
      list.requestFocus();
      return list;
    });
    press(KeyCode.ENTER);
    until("history-story");
    assertThat(words("history-story"))
        .contains("deploy-bot asks for secret.rotate")
        .contains("you chose to approve")
        .contains("entry 1204");
    press(KeyCode.ESCAPE);
    until("history-list");
    assertThat(find("history-story")).isEmpty();
  }

  @Test
  @DisplayName("S3.3 an export asks for an enrolled token's PIN and touch, and says where it went")
  void exports() {
    try (ExecutorService background = Executors.newSingleThreadExecutor()) {
      desk.background = background;
      history();
      until("history-export");
      press("history-export");
      until("export-pane");
      press("export-start");
      until("export-pin");
      fx(() -> {
        assertThat(node("export-pin").isFocused()).isTrue();
        return true;
      });
      assertThat(words("export-pane")).contains("Waiting for the PIN, 90 s left.", "Stop");
      assertThat(desk.exports).isEmpty();
      type("2468");
      press(KeyCode.ENTER);
      await()
          .untilAsserted(() -> assertThat(words("export-pane")).contains("1,206 entries are in"));
      assertThat(desk.exports).singleElement().asString().startsWith("jsonl /");
      assertThat(desk.exportPins).containsExactly("2468");
    }
  }

  @Test
  @DisplayName("S3.3 an export that is stopped while the PIN is waited for exports nothing")
  void stopsAnExport() {
    try (ExecutorService background = Executors.newSingleThreadExecutor()) {
      desk.background = background;
      history();
      until("history-export");
      press("history-export");
      until("export-pane");
      press("export-start");
      until("export-pin");
      press(KeyCode.ESCAPE);
      until("export-failed");
      assertThat(words("export-failed")).contains("Nothing was exported");
      assertThat(find("export-pin")).isEmpty();
      assertThat(desk.exports).isEmpty();
      press(KeyCode.ESCAPE);
      until("history-list");
    }
  }

  @Test
  @DisplayName("S3.3 an export that no token confirms in time ends by itself, and nothing left")
  void notConfirmedInTime() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    desk.exporting =
        (what, person, control) -> {
          person.says("Plug in a key that is enrolled already, to confirm this.");
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException stop) {
            interrupted.countDown();
            throw stop;
          }
          throw new AssertionError("it waits for ever");
        };
    try (ExecutorService background = Executors.newSingleThreadExecutor()) {
      desk.background = background;
      history();
      until("history-export");
      press("history-export");
      press("export-start");
      await()
          .untilAsserted(
              () -> assertThat(words("export-pane")).contains("Plug in a key", "60 s left"));
      tick(241);
      until("export-failed");
      assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(words("export-failed")).contains("It was stopped. Nothing was exported.");
    }
  }

  @Test
  @DisplayName(
      "D5 an export that is confirmed and written takes its time, says how far it is, can be stopped")
  void written() {
    Semaphore step = new Semaphore(0);
    desk.exporting =
        (what, person, control) -> {
          control.progress().accept(2_048);
          step.acquireUninterruptibly();
          return new Export.Outcome.NotDone(
              control.cancelled().getAsBoolean() ? "It was cancelled." : "It was not.");
        };
    try (ExecutorService background = Executors.newSingleThreadExecutor()) {
      desk.background = background;
      history();
      until("history-export");
      press("history-export");
      press("export-start");
      await().untilAsserted(() -> assertThat(words("export-pane")).contains("2,048 entries"));
      tick(1_000);
      assertThat(words("export-pane")).doesNotContain("s left").contains("2,048 entries", "Stop");
      press(KeyCode.ESCAPE);
      step.release();
      until("export-failed");
      assertThat(words("export-failed")).contains("It was cancelled.");
    }
  }

  @Test
  @DisplayName(
      "D5 a hundred thousand decisions: only what is in view is drawn, older ones on demand")
  void many() {
    desk.past =
        LongStream.iterate(200_000, n -> n > 0, n -> n - 2)
            .<HistoryRow>mapToObj(n ->
                new HistoryRow.Decision(
                    n,
                    OptionalLong.of(n + 1),
                    SampleRequest.NOW.getEpochSecond(),
                    "approve",
                    "accepted",
                    "req-" + n,
                    "agent-" + n,
                    "shell.exec"))
            .toList();
    history();
    until("history-req-200000");
    ListView<?> list = (ListView<?>) node("history-list");
    assertThat(fx(() -> list.getItems().size())).isEqualTo(500);
    assertThat(fx(() -> list.lookupAll(".list-cell").size())).isLessThan(100);
    assertThat(words("history-count")).contains("newest 500 of 100,000");
    press("history-more");
    await().until(() -> fx(() -> list.getItems().size()) == 1000);
  }

  @Test
  @DisplayName("D2 a long name in the list wraps and is never cut, also at 200 % text")
  void wraps() {
    String longName = "agent-" + "very-long-name-".repeat(20);
    desk.past =
        java.util.List.of(
            new HistoryRow.Decision(
                3,
                OptionalLong.of(4),
                SampleRequest.NOW.getEpochSecond(),
                "approve",
                "accepted",
                "req-long",
                longName,
                "shell.exec"));
    appearance.scalePercent().set(200);
    history();
    until("history-req-long");
    assertThat(words("history-req-long").replace(" ", "")).contains(longName);
    Node cell = node("history-req-long");
    assertThat(fx(() -> cell.getLayoutBounds().getWidth()))
        .isLessThanOrEqualTo(fx(() -> scene().getWidth()));
    fx(() -> {
      cell.lookupAll(".text")
          .forEach(text -> assertThat(((Text) text).getText()).doesNotContain("…"));
      return cell;
    });
  }

  @SuppressWarnings("unchecked")
  private void choose(String id, String value) {
    fx(() -> {
      ((ComboBox<String>) node(id)).setValue(value);
      return value;
    });
    settle();
  }

  @Test
  @DisplayName("D5 decisions only at first; everything, or one kind of other entries, on demand")
  void otherEntries() {
    history();
    until("history-req-7f3a91c2");
    assertThat(find("history-entry-1205")).isEmpty();
    assertThat(words("history-count")).contains("4 decisions");
    choose("history-kind", "Everything");
    until("history-entry-1205");
    assertThat(find("history-req-7f3a91c2")).isPresent();
    assertThat(words("history-entry-1205")).contains("Export").contains("left this device");
    assertThat(words("history-count")).contains("13 decisions and other entries");
    assertThat(node("history-entry-1205").getAccessibleText())
        .startsWith("Export: 1,204 entries left this device as jsonl., ")
        .endsWith("UTC");
    choose("history-kind", "Alarms");
    await().until(() -> find("history-entry-1205").isEmpty());
    until("history-entry-1195");
    assertThat(words("history-count")).contains("1 entry");
    // What only decisions have is not asked then, and does not stand there either.
    assertThat(find("history-outcome")).isEmpty();
    choose("history-kind", "Decisions");
    until("history-req-7f3a91c2");
    assertThat(find("history-outcome")).isPresent();
  }

  @Test
  @DisplayName("D5 a filter of decisions does not go on unseen when other entries are shown")
  void noHiddenFilter() {
    history();
    until("history-req-7f3a91c2");
    choose("history-outcome", "refused");
    choose("history-kind", "Everything");
    await()
        .until(() ->
            desk.queries.getLast().kind() == HistoryKind.EVERYTHING
                && desk.queries.getLast().decision().equals(HistoryQuery.OfDecision.ANY));
  }

  private void openFirst() {
    fx(() -> {
      ListView<?> list = (ListView<?>) node("history-list");
      list.getSelectionModel().select(0);
      list.requestFocus();
      return list;
    });
    press(KeyCode.ENTER);
    until("story-standing");
  }

  @Test
  @DisplayName("D5 every story says how far it can be relied on, as that changes")
  void standing() {
    history();
    until("history-req-7f3a91c2");
    openFirst();
    assertThat(words("story-standing"))
        .contains("Verified: this is in the log as it was written")
        .contains("signed a head of the log that covers it");
    desk.audit =
        new AuditState.Verified(
            1206, OptionalLong.of(1205), "witness.gateway.example", SampleRequest.NOW);
    desk.historyChanged.run();
    await()
        .untilAsserted(() -> assertThat(words("story-standing")).contains("has not signed it yet"));
    desk.audit = new AuditState.NotChecked();
    desk.historyChanged.run();
    await().untilAsserted(() -> assertThat(words("story-standing")).contains("was not verified"));
    desk.audit = new AuditState.Broken("Entry 7 was changed.");
    desk.historyChanged.run();
    await()
        .untilAsserted(() ->
            assertThat(words("story-standing"))
                .contains("does not verify")
                .doesNotContain("Verified"));
  }

  @Test
  @DisplayName("D5 an entry that is not in the tree is never called verified")
  void notInTree() {
    desk.inTree = false;
    history();
    until("history-req-7f3a91c2");
    choose("history-kind", "Exports");
    until("history-entry-1205");
    openFirst();
    assertThat(words("history-story"))
        .contains("Entry 1205, written on")
        .contains("does not fit the log's tree")
        .doesNotContain("Verified");
  }

  private void press(String buttonId) {
    fx(() -> {
      ((Button) node(buttonId)).fire();
      return buttonId;
    });
    settle();
  }
}
