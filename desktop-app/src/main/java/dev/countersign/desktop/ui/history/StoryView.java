package dev.countersign.desktop.ui.history;

import dev.countersign.desktop.ui.common.SafeTextFlow;
import dev.countersign.desktop.ui.common.Times;
import dev.countersign.desktop.ui.common.Ui;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.VBox;

/** One decision or other entry as the log tells it, and whether it can be relied on. */
final class StoryView {
  private final EntryStanding standing;
  private final Button back;
  private final VBox notice = new VBox();
  private final VBox root;

  StoryView(HistoryDesk.Told told, Optional<AuditState> audit, Runnable close) {
    standing = told.standing();
    back = Ui.button("_Back to the list", "Esc", close);
    back.setId("history-back");
    root = Ui.column("card", back);
    root.getChildren()
        .addAll(
            switch (told.story()) {
              case HistoryEntry decision -> decision(decision);
              case HistoryEvent event -> event(event);
            });
    root.getChildren().add(notice);
    if (!told.story().facts().isEmpty()) {
      root.getChildren().add(facts(told.story().facts()));
    }
    root.setSpacing(10);
    root.setId("history-story");
    audit.ifPresent(this::show);
  }

  VBox root() {
    return root;
  }

  void focus() {
    back.requestFocus();
  }

  /** What is known of the whole log now. */
  void show(AuditState audit) {
    notice.getChildren().setAll(StandingNotice.of(standing, audit));
  }

  private static List<Node> decision(HistoryEntry entry) {
    return List.of(
        SafeTextFlow.prose(entry.headline(), "subtitle"),
        SafeTextFlow.prose(
            "On "
                + Times.full(entry.at())
                + " you chose to "
                + entry.kind().wish()
                + ". Before your key was asked, that intent was written down as entry "
                + entry.intentEntry()
                + "."),
        outcome(entry));
  }

  private static List<Node> event(HistoryEvent event) {
    return List.of(
        SafeTextFlow.prose(event.sentence(), "subtitle"),
        SafeTextFlow.prose(
            "Entry "
                + event.entry()
                + event.at().map(at -> ", written on " + Times.full(at)).orElse("")
                + ". "
                + event.meaning()));
  }

  private static Node facts(List<HistoryEntry.Fact> facts) {
    return Ui.facts(facts.stream().map(fact -> new Ui.Fact(fact.name(), fact.value())).toList());
  }

  private static Node outcome(HistoryEntry entry) {
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
