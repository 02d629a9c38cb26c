package dev.countersign.desktop.ui.history;

import dev.countersign.desktop.ui.common.SafeTextFlow;
import dev.countersign.desktop.ui.common.Times;
import dev.countersign.desktop.ui.common.Ui;
import javafx.scene.control.Button;
import javafx.scene.layout.VBox;

/** One decision as the log tells it: who asked, what was signed, what the gateway said. */
final class StoryView {
  private final Button back;
  private final VBox root;

  StoryView(HistoryEntry entry, Runnable close) {
    back = Ui.button("_Back to the list", "Esc", close);
    back.setId("history-back");
    root =
        Ui.column(
            "card",
            back,
            SafeTextFlow.prose(entry.headline(), "subtitle"),
            SafeTextFlow.prose(
                "On "
                    + Times.full(entry.at())
                    + " you chose to "
                    + entry.kind().wish()
                    + ". Before your key was asked, that intent was written down as entry "
                    + entry.intentEntry()
                    + "."),
            outcome(entry),
            Ui.facts(
                entry.facts().stream()
                    .map(fact -> new Ui.Fact(fact.name(), fact.value()))
                    .toList()));
    root.setSpacing(10);
    root.setId("history-story");
  }

  VBox root() {
    return root;
  }

  void focus() {
    back.requestFocus();
  }

  private static javafx.scene.Node outcome(HistoryEntry entry) {
    return entry
        .outcome()
        .map(outcome ->
            SafeTextFlow.prose(
                outcome.sentence()
                    + (entry.outcomeEntry().isPresent()
                        ? " That is entry " + entry.outcomeEntry().getAsLong() + "."
                        : "")))
        .orElseGet(() ->
            SafeTextFlow.prose(
                "No answer from the gateway is recorded yet. The desk asks again.", "warn"));
  }
}
