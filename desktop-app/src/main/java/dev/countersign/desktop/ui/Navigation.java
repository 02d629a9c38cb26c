package dev.countersign.desktop.ui;

import dev.countersign.desktop.ui.common.Ui;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The five pages, with the number of waiting requests. */
final class Navigation {
  private final Map<Page, HBox> items = new EnumMap<>(Page.class);
  private final Map<Page, Label> counts = new EnumMap<>(Page.class);
  private final BooleanProperty compact = new SimpleBooleanProperty(false);
  private final VBox root = new VBox(2);

  Navigation(Consumer<Page> go) {
    for (Page page : Page.values()) {
      HBox item = item(page, () -> go.accept(page));
      items.put(page, item);
      root.getChildren().add(item);
    }
  }

  /** Whether only icons and numbers are shown. */
  BooleanProperty compact() {
    return compact;
  }

  VBox root() {
    return root;
  }

  void select(Page page) {
    items.forEach((each, item) -> {
      item.getStyleClass().remove("current");
      if (each == page) {
        item.getStyleClass().add("current");
      }
    });
  }

  /** Gives the keyboard to the item of a page. */
  void focus(Page page) {
    Optional.ofNullable(items.get(page)).ifPresent(Node::requestFocus);
  }

  void count(Page page, int number) {
    Label count = counts.get(page);
    if (count != null) {
      count.setText(Integer.toString(number));
      count.setVisible(number > 0);
    }
  }

  /** While a decision is under way nothing may hide it. */
  void disable(boolean disabled) {
    root.setDisable(disabled);
  }

  private HBox item(Page page, Runnable go) {
    Label label = Ui.tag(page.label(), "nav-label");
    Label count = new Label();
    count.getStyleClass().add("count");
    count.setVisible(false);
    counts.put(page, count);
    Region spring = Ui.spring();
    Stream.of(label, spring)
        .forEach(part -> {
          part.managedProperty().bind(compact.not());
          part.visibleProperty().bind(compact.not());
        });
    count.managedProperty().bind(count.visibleProperty());
    HBox item = Ui.row("nav-item", page.icon().node(), label, spring, count);
    item.setId("nav-" + page);
    item.setFocusTraversable(true);
    item.setAccessibleRole(AccessibleRole.BUTTON);
    item.setAccessibleText(page.label());
    Tooltip.install(item, new Tooltip(page.label() + "  Ctrl+" + page.digit().getChar()));
    item.setOnMouseClicked(_ -> go.run());
    item.setOnKeyPressed(key -> {
      if (key.getCode() == KeyCode.ENTER || key.getCode() == KeyCode.SPACE) {
        key.consume();
        go.run();
      }
    });
    return item;
  }
}
