package dev.countersign.desktop.ui.tokens;

import dev.countersign.bridge.TokenMessage;
import dev.countersign.desktop.ui.common.Icon;
import dev.countersign.desktop.ui.common.SafeTextFlow;
import dev.countersign.desktop.ui.common.Ui;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;

/** The rows of the page. */
final class TokenList {
  static final String NOT_FROM_HERE = "Enrolled tokens cannot be changed from here.";
  private static final String NO_CARD = "A smart card is listed here once it is in its reader.";
  private static final String BUSY = "First finish or stop what is at the top of the page.";

  private final TokensViewModel model;
  private final TokensSnapshot shown;

  TokenList(TokensViewModel model, TokensSnapshot shown) {
    this.model = model;
    this.shown = shown;
  }

  List<Node> rows() {
    List<Node> rows = new ArrayList<>();
    if (!model.activity().get().free()) {
      rows.add(Ui.words(BUSY, "muted"));
    }
    shown.troubles().forEach(trouble -> rows.add(trouble(trouble)));
    oneKeyOnly().ifPresent(rows::add);
    rows.add(heading("Enrolled"));
    if (shown.enrolled().isEmpty()) {
      rows.add(Ui.words("No token is enrolled: nothing can be decided here."));
    }
    for (int i = 0; i < shown.enrolled().size(); i++) {
      rows.add(EnrolledCard.of(shown.enrolled().get(i), i, shown.enrolled().size() == 1, model));
    }
    rows.add(heading("Attached now"));
    if (shown.attached().isEmpty()) {
      TokenMessage none = TokenMessage.noneAttached();
      rows.add(Ui.words(none.text() + " " + NO_CARD));
    }
    for (int i = 0; i < shown.attached().size(); i++) {
      rows.add(AttachedCard.of(shown.attached().get(i), i, model));
    }
    rows.add(find());
    return rows;
  }

  private static Node heading(String words) {
    return Ui.words(words, "strong", "muted", "list-heading");
  }

  private static Node trouble(TokenMessage trouble) {
    return Ui.notice(
        "warning",
        Icon.CRITICAL,
        SafeTextFlow.prose(trouble.happened(), "strong"),
        SafeTextFlow.prose(trouble.next()));
  }

  private Optional<Node> oneKeyOnly() {
    if (shown.enrolled().size() != 1) {
      return Optional.empty();
    }
    Button second = Ui.button("Enrol a _second key…", "", () -> model.find(shown, true), "primary");
    second.setId("tokens-second");
    Node notice =
        Ui.notice(
            "plain",
            Icon.INFO,
            Ui.words(
                "Only one token is enrolled: if you lose it, nothing can be decided on this device"
                    + " until another administrator enrols it anew, so enrol a second key or"
                    + " card and keep it in another place."),
            actions(
                model,
                new Action(second, model.canChange() ? keyThere() : Optional.of(NOT_FROM_HERE))));
    notice.setId("one-token");
    return Optional.of(notice);
  }

  private Optional<String> keyThere() {
    return shown.attached().stream().anyMatch(each -> !each.card())
        ? Optional.empty()
        : Optional.of("Plug in the second key first; a card is enrolled where it is listed below.");
  }

  private Node find() {
    Button find = Ui.button("_Find a key by its touch", "", () -> model.find(shown, false));
    find.setId("tokens-find");
    boolean none = shown.attached().stream().allMatch(TokensSnapshot.Attached::card);
    return actions(
        model,
        new Action(
            find,
            none ? Optional.of("Without a key there is nothing to touch.") : Optional.empty()));
  }

  /** A button, and why it cannot be pressed. */
  record Action(Button button, Optional<String> whyNot) {}

  /** Buttons in a row, and below them in words why some cannot be pressed. */
  static Node actions(TokensViewModel model, Action... actions) {
    FlowPane buttons = new FlowPane(10, 6);
    buttons.setMinHeight(Region.USE_PREF_SIZE);
    List<Node> why = new ArrayList<>();
    for (Action action : actions) {
      boolean off = action.whyNot().isPresent();
      action.button().setDisable(off || !model.activity().get().free());
      buttons.getChildren().add(action.button());
      action
          .whyNot()
          .filter(words -> why.stream().noneMatch(each -> words.equals(each.getAccessibleText())))
          .ifPresent(words -> why.add(small(words)));
    }
    var all = new javafx.scene.layout.VBox(4, buttons);
    all.getChildren().addAll(why);
    all.setMinWidth(0);
    return all;
  }

  private static Node small(String words) {
    Node label = Ui.words(words, "small", "muted");
    label.setAccessibleText(words);
    return label;
  }
}
