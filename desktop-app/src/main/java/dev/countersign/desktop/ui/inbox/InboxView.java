package dev.countersign.desktop.ui.inbox;

import dev.countersign.desktop.approval.EndedItem;
import dev.countersign.desktop.approval.InboxItem;
import dev.countersign.desktop.ui.common.Icon;
import dev.countersign.desktop.ui.common.SafeTextFlow;
import dev.countersign.desktop.ui.common.Ticker;
import dev.countersign.desktop.ui.common.Times;
import dev.countersign.desktop.ui.common.Ui;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.collections.ObservableList;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** The inbox as cards. Nothing can be approved from here. */
public final class InboxView {
  private final InboxViewModel model;
  private final Ticker ticker;
  private final VBox page = Ui.page("Inbox", "What waits for your decision, the riskiest first.");
  private final VBox waiting = new VBox(9);
  private final VBox below = new VBox(9);
  private final ScrollPane root = Ui.scroll(page);

  // Cards are kept while their request waits, so that an update moves neither focus nor scroll.
  private final Map<String, HBox> cards = new HashMap<>();
  private boolean wantsFocus;

  public InboxView(InboxViewModel model, Ticker ticker) {
    this.model = model;
    this.ticker = ticker;
    page.getChildren().addAll(waiting, below);
    root.setId("inbox");
    root.addEventFilter(KeyEvent.KEY_PRESSED, this::moveByArrows);
    model.content().subscribe(this::show);
  }

  public Node root() {
    return root;
  }

  /** Gives the keyboard to the first card, now or when there is one. */
  public void focusFirst() {
    wantsFocus = cards.isEmpty();
    waiting.getChildren().stream().findFirst().ifPresent(Node::requestFocus);
  }

  private void show(InboxViewModel.Content content) {
    cards.keySet().retainAll(content.waiting().stream().map(InboxItem::requestId).toList());
    List<HBox> nodes = content.waiting().stream().map(this::card).toList();
    if (nodes.isEmpty()) {
      waiting.getChildren().setAll(empty());
    } else {
      arrange(nodes);
      if (wantsFocus) {
        focusFirst();
      }
    }
    below.getChildren().clear();
    if (!content.refused().isEmpty()) {
      below.getChildren().add(heading("Refused: these cannot be opened or approved"));
      content.refused().forEach(item -> below.getChildren().add(refused(item)));
    }
    if (!content.ended().isEmpty()) {
      below.getChildren().add(heading("Ended"));
      content.ended().forEach(item -> below.getChildren().add(ended(item)));
    }
  }

  /** Moves only what has to move, because a card that leaves the page loses the focus. */
  private void arrange(List<HBox> nodes) {
    ObservableList<Node> shown = waiting.getChildren();
    shown.removeIf(node -> !nodes.contains(node));
    for (int i = 0; i < nodes.size(); i++) {
      if (i >= shown.size() || !shown.get(i).equals(nodes.get(i))) {
        shown.remove(nodes.get(i));
        shown.add(i, nodes.get(i));
      }
    }
  }

  private HBox card(InboxItem.Approvable item) {
    return cards.computeIfAbsent(
        item.requestId(), id -> InboxCard.of(item, ticker, () -> model.open(id)));
  }

  private static Node heading(String text) {
    VBox heading = new VBox(Ui.words(text, "strong", "muted"));
    heading.getStyleClass().add("list-heading");
    return heading;
  }

  private static Node empty() {
    VBox empty =
        Ui.column(
            "card",
            Icon.DONE.node("icon-large", "ok-icon"),
            Ui.words("Nothing waits for you", "subtitle"),
            Ui.words("New requests appear here by themselves.", "muted"));
    empty.getStyleClass().add("empty");
    empty.setId("inbox-empty");
    return empty;
  }

  private static Node refused(InboxItem.NotApprovable item) {
    VBox text =
        new VBox(
            4,
            SafeTextFlow.prose(item.sentence(), "strong"),
            SafeTextFlow.mono(item.requestId() + "   " + item.code().wire(), "small", "muted"),
            Ui.words("Arrived " + Times.time(item.arrivedAt()), "small", "muted"));
    HBox.setHgrow(text, Priority.ALWAYS);
    HBox card = Ui.row("card", Icon.FAILED.node("danger-icon"), text);
    card.setSpacing(14);
    card.getStyleClass().add("refused");
    card.setId("refused-" + item.requestId());
    return card;
  }

  private static Node ended(EndedItem ended) {
    Node what =
        switch (ended.item()) {
          case InboxItem.Approvable it -> SafeTextFlow.prose(it.presentation().headline(), "small");
          case InboxItem.NotApprovable it -> SafeTextFlow.mono(it.requestId(), "small");
        };
    VBox text = new VBox(1, what, Ui.words(ended.ending().sentence(), "small", "muted"));
    text.setMinWidth(0);
    HBox.setHgrow(text, Priority.ALWAYS);
    HBox row =
        new HBox(
            12,
            Icon.ACTIVE.node("muted-icon"),
            text,
            Ui.tag(Times.time(ended.at()), "small", "muted"));
    row.setAlignment(Pos.CENTER_LEFT);
    return row;
  }

  private void moveByArrows(KeyEvent key) {
    int step = key.getCode() == KeyCode.DOWN ? 1 : key.getCode() == KeyCode.UP ? -1 : 0;
    ObservableList<Node> all = waiting.getChildren();
    if (step == 0 || cards.isEmpty()) {
      return;
    }
    int at = -1;
    for (int i = 0; i < all.size(); i++) {
      at = all.get(i).isFocused() ? i : at;
    }
    int next = Math.clamp(at + step, 0, all.size() - 1);
    all.get(next).requestFocus();
    reveal(all.get(next));
    key.consume();
  }

  private void reveal(Node card) {
    double content = page.getHeight() - root.getViewportBounds().getHeight();
    if (content > 0) {
      double top = waiting.getBoundsInParent().getMinY() + card.getBoundsInParent().getMinY();
      root.setVvalue(Math.clamp((top - 16) / content, 0, 1));
    }
  }
}
