package dev.countersign.desktop.ui.common;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Small pieces that all views are made of. */
public final class Ui {

  /** One line of a list of facts. */
  public record Fact(String name, String value) {}

  private Ui() {}

  /** Words of the desk itself: wrapped, never cut. */
  public static Label words(String text, String... styles) {
    Label label = new Label(text);
    label.getStyleClass().add("t");
    label.getStyleClass().addAll(styles);
    label.setWrapText(true);
    label.setMinHeight(Region.USE_PREF_SIZE);
    return label;
  }

  /** A short word of the desk that keeps its width. */
  public static Label tag(String text, String... styles) {
    Label label = words(text, styles);
    label.setWrapText(false);
    label.setMinWidth(Region.USE_PREF_SIZE);
    return label;
  }

  /**
   * A button that says its key.
   *
   * @param text with an underscore before the letter for Alt
   * @param key the key that does the same, or empty
   */
  public static Button button(String text, String key, Runnable action, String... styles) {
    Button button = new Button(text);
    button.setMnemonicParsing(true);
    button.getStyleClass().add("desk-button");
    button.getStyleClass().addAll(styles);
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.setOnAction(_ -> action.run());
    if (!key.isEmpty()) {
      button.setGraphic(tag(key, "key-hint"));
      button.setContentDisplay(ContentDisplay.RIGHT);
      button.setGraphicTextGap(9);
    }
    return button;
  }

  public static HBox row(String style, Node... children) {
    HBox row = new HBox(children);
    row.getStyleClass().add(style);
    return row;
  }

  public static VBox column(String style, Node... children) {
    VBox column = new VBox(children);
    column.getStyleClass().add(style);
    return column;
  }

  /** Takes the room that is left in a row. */
  public static Region spring() {
    Region spring = new Region();
    HBox.setHgrow(spring, Priority.ALWAYS);
    return spring;
  }

  public static Region rule() {
    Region rule = new Region();
    rule.getStyleClass().add("rule");
    return rule;
  }

  /** An icon and one or more sentences on a tinted ground. */
  public static HBox notice(String kind, Icon icon, Node... text) {
    VBox words = new VBox(2, text);
    HBox.setHgrow(words, Priority.ALWAYS);
    words.setMinWidth(0);
    HBox notice = row("notice", icon.node(), words);
    notice.getStyleClass().add(kind);
    return notice;
  }

  /** Names on the left, values from outside on the right, wrapped. */
  public static GridPane facts(List<Fact> facts) {
    GridPane grid = new GridPane();
    grid.getStyleClass().add("facts");
    ColumnConstraints names = new ColumnConstraints();
    names.setMinWidth(Region.USE_PREF_SIZE);
    ColumnConstraints values = new ColumnConstraints();
    values.setHgrow(Priority.ALWAYS);
    values.setMinWidth(0);
    grid.getColumnConstraints().setAll(names, values);
    for (int i = 0; i < facts.size(); i++) {
      grid.add(tag(facts.get(i).name(), "muted"), 0, i);
      grid.add(SafeTextFlow.mono(facts.get(i).value()), 1, i);
    }
    return grid;
  }

  /** A page that scrolls up and down only. */
  public static ScrollPane scroll(Region content) {
    ScrollPane scroll = new ScrollPane(content);
    scroll.setFitToWidth(true);
    scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    content.setMinWidth(0);
    return scroll;
  }

  /** A page with its heading and one sentence that says what it is for. */
  public static VBox page(String title, String purpose) {
    return column("page", column("page-head", words(title, "title"), words(purpose, "muted")));
  }
}
