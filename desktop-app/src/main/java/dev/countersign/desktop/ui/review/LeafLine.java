package dev.countersign.desktop.ui.review;

import dev.countersign.desktop.ui.common.SafeTextFlow;
import dev.countersign.desktop.ui.common.Times;
import dev.countersign.desktop.ui.common.Ui;
import dev.countersign.proof.presentation.Leaf;
import dev.countersign.proof.presentation.LeafType;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextFlow;

/** Draws one {@link LeafRow}: label, value verbatim, and where the value comes from. */
final class LeafLine {
  private static final Set<String> TIMES = Set.of("/iat", "/exp", "/session/started_at");

  /** Four thousand years: beyond it a number is not shown as a time. */
  private static final long LATEST_TIME = 126_000_000_000L;

  private final VBox root = new VBox(3);
  private final Region unseen = new Region();

  /**
   * Draws the line.
   *
   * @param heading whether the object that the leaf is in is named above it
   */
  LeafLine(LeafRow row, boolean heading) {
    TextFlow label = name(row, row.label());
    label.getStyleClass().add("leaf-label");
    VBox value = new VBox(1, value(row.leaf()));
    aside(row.leaf()).ifPresent(value.getChildren()::add);
    value.setMinWidth(0);
    HBox.setHgrow(value, Priority.ALWAYS);
    unseen.getStyleClass().add("unseen-mark");
    unseen.setTranslateY(6);
    HBox line = new HBox(10, unseen, label, value);
    line.setAlignment(Pos.TOP_LEFT);
    row.source().ifPresent(source -> line.getChildren().add(source(source)));
    if (heading) {
      TextFlow group = name(row, row.group());
      group.getStyleClass().add("leaf-group");
      root.getChildren().add(group);
    }
    line.getStyleClass().add(row.group().isEmpty() ? "leaf-top" : "leaf-inner");
    root.getChildren().add(line);
    root.getStyleClass().add("leaf-row");
    root.setMinHeight(Region.USE_PREF_SIZE);
  }

  /** A key of the requester's stands in their face, ours in ours. */
  private static TextFlow name(LeafRow row, String name) {
    return row.theirs() ? SafeTextFlow.mono(name, "muted") : SafeTextFlow.prose(name, "muted");
  }

  Region root() {
    return root;
  }

  /** Takes away the mark of what was not on screen yet. */
  void seen() {
    unseen.setVisible(false);
  }

  private static Node value(Leaf leaf) {
    TextFlow value = SafeTextFlow.mono(leaf.value());
    value.setId(idOf(leaf));
    return value;
  }

  private static Label source(Leaf source) {
    Label tag = Ui.tag(source.value(), "source", source.value());
    tag.getStyleClass().remove("t");
    tag.setId(idOf(source));
    return tag;
  }

  /** What the desk adds in its own words: the type where it is not text, and times readable. */
  private static Optional<Node> aside(Leaf leaf) {
    String words =
        switch (leaf.type()) {
          case STRING -> leaf.value().isEmpty() ? "empty text" : "";
          case INTEGER -> time(leaf).orElse("");
          case BOOLEAN -> "";
          case NULL -> "nothing (null)";
          case OBJECT -> "an object with no members";
          case ARRAY -> "a list with no items";
        };
    return words.isEmpty() ? Optional.empty() : Optional.of(Ui.words(words, "small", "muted"));
  }

  private static Optional<String> time(Leaf leaf) {
    if (!TIMES.contains(leaf.pointer()) || leaf.type() != LeafType.INTEGER) {
      return Optional.empty();
    }
    long seconds = Long.parseLong(leaf.value());
    return seconds < 0 || seconds > LATEST_TIME
        ? Optional.empty()
        : Optional.of("that is " + Times.full(Instant.ofEpochSecond(seconds)));
  }

  /** The node that shows a leaf has this id. */
  static String idOf(Leaf leaf) {
    return "leaf" + leaf.pointer();
  }
}
