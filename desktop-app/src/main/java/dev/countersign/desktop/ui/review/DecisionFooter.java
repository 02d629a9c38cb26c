package dev.countersign.desktop.ui.review;

import dev.countersign.desktop.ui.common.Icon;
import dev.countersign.desktop.ui.common.Ui;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** No on the left, always ready; yes on the right, and in words why it is not. */
final class DecisionFooter {
  /** Longer than any window: the buttons wrap by the room there is, not by a default. */
  private static final double WIDE = 4000;

  private final ReviewViewModel model;
  private final Label why = Ui.words("", "muted");
  private final Button next;
  private final Button approve;
  private final Button deny;
  private final FlowPane right;
  private final DenyPanel denyPanel;
  private final VBox root = Ui.column("footer");
  private final Runnable back;
  private List<Node> beforeDeny = List.of();

  DecisionFooter(ReviewViewModel model, Runnable showNextUnseen, Runnable back) {
    this.model = model;
    this.back = back;
    next = Ui.button("_Next unseen", "N", showNextUnseen, "quiet");
    approve = Ui.button("_Approve and sign with key", "", model::approve, "primary");
    approve.setId("approve");
    deny = Ui.button("_Deny…", "D", this::openDeny, "deny");
    deny.setId("deny");
    why.setId("approve-why");
    why.setMinWidth(0);
    HBox.setHgrow(why, Priority.ALWAYS);
    right = new FlowPane(12, 4, next, approve);
    right.setAlignment(Pos.CENTER_RIGHT);
    right.setPrefWrapLength(WIDE);
    HBox.setHgrow(right, Priority.ALWAYS);
    HBox actions = new HBox(12, deny, right);
    actions.setAlignment(Pos.CENTER_LEFT);
    denyPanel = new DenyPanel(model::deny, this::closeDeny);
    root.getChildren().add(actions);
    root.setMinHeight(Region.USE_PREF_SIZE);
    model.missing().subscribe(this::show);
    model.ended().subscribe(ended -> ended.ifPresent(this::showEnded));
  }

  VBox root() {
    return root;
  }

  boolean isDenying() {
    return root.getChildren().contains(denyPanel.root());
  }

  void openDeny() {
    if (!isDenying() && model.ended().get().isEmpty()) {
      beforeDeny = List.copyOf(root.getChildren());
      root.getChildren().setAll(denyPanel.root());
      denyPanel.focus();
    }
  }

  void closeDeny() {
    root.getChildren().setAll(beforeDeny);
    deny.requestFocus();
  }

  private void show(List<String> missing) {
    approve.setDisable(!missing.isEmpty());
    boolean parts = model.unseenCount() > 0;
    next.setText("_Next unseen (" + model.unseenCount() + ")");
    next.setVisible(parts);
    next.setManaged(parts);
    String words =
        missing.isEmpty()
            ? "All parts were on screen. Approving asks for your key."
            : "Approve is off: " + String.join(" · ", missing);
    why.setText(words);
    approve.setAccessibleHelp(words);
  }

  private void showEnded(String sentence) {
    Label words = Ui.words(sentence, "strong");
    words.setId("review-ended");
    root.getChildren()
        .setAll(
            Ui.notice("plain", Icon.INFO, words, Ui.words("It can no longer be decided.", "muted")),
            new HBox(Ui.button("_Back to inbox", "Esc", back, "primary")));
  }

  /** The sentence that says why approving is off; the view moves it where there is room. */
  Label why() {
    return why;
  }

  /** The button that goes to the next unseen part. */
  Button next() {
    return next;
  }

  /** Takes that button out of the row of buttons, for another place, or puts it back. */
  void setNextInRow(boolean inRow) {
    right.getChildren().remove(next);
    if (inRow) {
      right.getChildren().addFirst(next);
    }
  }

  /** Puts something above the buttons. */
  void addAbove(Node node) {
    if (model.ended().get().isEmpty()) {
      root.getChildren().addFirst(node);
    }
  }
}
