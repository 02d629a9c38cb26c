package dev.countersign.desktop.ui.history;

import dev.countersign.desktop.ui.common.Icon;
import dev.countersign.desktop.ui.common.LiveValue;
import dev.countersign.desktop.ui.common.SafeText;
import dev.countersign.desktop.ui.common.SafeTextFlow;
import dev.countersign.desktop.ui.common.Times;
import dev.countersign.desktop.ui.common.Ui;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Past decisions as cards; the chosen one unfolds into its story. */
public final class HistoryView {
  private final VBox audit = new VBox();
  private final VBox list = new VBox(9);
  private final ScrollPane root;
  private List<HistoryEntry> entries = List.of();
  private Optional<String> chosen = Optional.empty();

  public HistoryView(LiveValue<HistorySnapshot> history) {
    VBox page = Ui.page("History", "Every decision made on this device, read from its audit log.");
    page.getChildren().addAll(audit, list);
    root = Ui.scroll(page);
    root.setId("history");
    root.addEventFilter(KeyEvent.KEY_PRESSED, this::moveByArrows);
    audit.getChildren().setAll(Ui.words("Reading the audit log…", "muted"));
    history.each(this::show);
    history.failure().subscribe(failed -> failed.ifPresent(this::showFailure));
  }

  public Node root() {
    return root;
  }

  private void show(HistorySnapshot snapshot) {
    entries = snapshot.entries();
    audit.getChildren().setAll(auditNotice(snapshot.audit()));
    if (chosen.isEmpty()) {
      chosen = entries.stream().findFirst().map(HistoryEntry::requestId);
    }
    draw();
  }

  private void showFailure(String why) {
    audit
        .getChildren()
        .setAll(
            Ui.notice(
                "failure",
                Icon.FAILED,
                Ui.words("The audit log could not be read.", "strong"),
                SafeTextFlow.prose(why)));
  }

  private void draw() {
    list.getChildren().setAll(entries.stream().map(this::card).toList());
    if (entries.isEmpty()) {
      VBox empty =
          Ui.column(
              "card",
              Icon.HISTORY.node("icon-large", "muted-icon"),
              Ui.words("No decisions yet", "subtitle"),
              Ui.words("Each one is written down before the key is asked.", "muted"));
      empty.getStyleClass().add("empty");
      list.getChildren().setAll(empty);
    }
  }

  private static Node auditNotice(AuditState state) {
    HBox notice =
        switch (state) {
          case AuditState.Verified verified ->
              Ui.notice(
                  "good",
                  Icon.DONE,
                  Ui.words(
                      String.format(Locale.ROOT, "Verified: %,d entries", verified.entries()),
                      "strong"),
                  Ui.words(witness(verified), "muted"));
          case AuditState.NotChecked _ ->
              Ui.notice("plain", Icon.INFO, Ui.words("The log was not checked yet."));
          case AuditState.Checking checking ->
              Ui.notice(
                  "plain",
                  Icon.INFO,
                  Ui.words(
                      String.format(
                          Locale.ROOT,
                          "Verifying the log: %,d of %,d entries",
                          checking.done(),
                          checking.total())));
          case AuditState.Broken broken ->
              Ui.notice(
                  "failure",
                  Icon.FAILED,
                  Ui.words("The log was changed. No decision can be made with it.", "strong"),
                  SafeTextFlow.prose(broken.sentence()));
        };
    notice.setId("audit-state");
    return notice;
  }

  private static String witness(AuditState.Verified verified) {
    if (verified.witnessed().isEmpty()) {
      return "Not witnessed by the gateway yet.";
    }
    long witnessed = verified.witnessed().getAsLong();
    return witnessed == verified.entries()
        ? "The gateway witnessed all of them."
        : String.format(Locale.ROOT, "The gateway witnessed the first %,d.", witnessed);
  }

  private Node card(HistoryEntry entry) {
    boolean open = chosen.filter(entry.requestId()::equals).isPresent();
    VBox card = Ui.column("card", summary(entry));
    card.setSpacing(10);
    card.setId("history-" + entry.requestId());
    card.getStyleClass().add("openable");
    card.setFocusTraversable(true);
    card.setAccessibleRole(AccessibleRole.BUTTON);
    card.setAccessibleText(entry.word() + ": " + SafeText.flat(entry.headline()));
    card.setOnMouseClicked(_ -> choose(entry));
    card.setOnKeyPressed(key -> {
      if (key.getCode() == KeyCode.ENTER || key.getCode() == KeyCode.SPACE) {
        choose(entry);
        key.consume();
      }
    });
    if (open) {
      card.getChildren().addAll(Ui.rule(), story(entry));
    }
    return card;
  }

  private void choose(HistoryEntry entry) {
    boolean open = chosen.filter(entry.requestId()::equals).isPresent();
    chosen = open ? Optional.of("") : Optional.of(entry.requestId());
    draw();
    root.applyCss();
    list.getChildren().stream()
        .filter(card -> ("history-" + entry.requestId()).equals(card.getId()))
        .findFirst()
        .ifPresent(Node::requestFocus);
  }

  private static Node summary(HistoryEntry entry) {
    boolean accepted = entry.outcome().map(HistoryEntry.Outcome::accepted).orElse(false);
    boolean approved = accepted && entry.kind() == HistoryEntry.Kind.APPROVE;
    Region icon =
        approved
            ? Icon.DONE.node("ok-icon")
            : accepted ? Icon.FAILED.node("danger-icon") : Icon.INFO.node("warn-icon");
    Region headline = SafeTextFlow.prose(entry.headline());
    HBox.setHgrow(headline, Priority.ALWAYS);
    HBox row =
        new HBox(
            12,
            icon,
            Ui.tag(entry.word(), "strong"),
            headline,
            Ui.tag(Times.time(entry.at()), "small", "muted"));
    row.setAlignment(Pos.CENTER_LEFT);
    return row;
  }

  private static Node story(HistoryEntry entry) {
    VBox story = new VBox(9);
    story
        .getChildren()
        .add(
            SafeTextFlow.prose(
                "On "
                    + Times.full(entry.at())
                    + " you chose to "
                    + entry.kind().wish()
                    + ". Before your key was asked, that intent was written down as entry "
                    + entry.intentEntry()
                    + "."));
    story
        .getChildren()
        .add(
            entry
                .outcome()
                .map(outcome ->
                    SafeTextFlow.prose(
                        outcome.sentence()
                            + (entry.outcomeEntry().isPresent()
                                ? " That is entry " + entry.outcomeEntry().getAsLong() + "."
                                : "")))
                .orElseGet(() ->
                    SafeTextFlow.prose(
                        "No answer from the gateway is recorded yet. The desk asks again.",
                        "warn")));
    story
        .getChildren()
        .add(
            Ui.facts(
                entry.facts().stream()
                    .map(fact -> new Ui.Fact(fact.name(), fact.value()))
                    .toList()));
    return story;
  }

  private void moveByArrows(KeyEvent key) {
    int step = key.getCode() == KeyCode.DOWN ? 1 : key.getCode() == KeyCode.UP ? -1 : 0;
    if (step == 0 || entries.isEmpty()) {
      return;
    }
    List<Node> cards = list.getChildren();
    int at = -1;
    for (int i = 0; i < cards.size(); i++) {
      at = cards.get(i).isFocused() ? i : at;
    }
    cards.get(Math.clamp(at + step, 0, cards.size() - 1)).requestFocus();
    key.consume();
  }
}
