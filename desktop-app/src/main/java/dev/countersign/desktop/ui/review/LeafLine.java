package dev.countersign.desktop.ui.review;

import dev.countersign.desktop.ui.common.Icon;
import dev.countersign.desktop.ui.common.SafeTextFlow;
import dev.countersign.desktop.ui.common.Times;
import dev.countersign.desktop.ui.common.Ui;
import dev.countersign.proof.presentation.Leaf;
import dev.countersign.proof.presentation.LeafName.Step;
import dev.countersign.proof.presentation.LeafType;
import dev.countersign.proof.presentation.warning.Warning;
import dev.countersign.proof.transaction.Commitment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
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
   * @param warnings about the leaves of this line
   */
  LeafLine(LeafRow row, boolean heading, List<Warning> warnings) {
    TextFlow label = name(row.label(), row.theirs());
    label.getStyleClass().add("leaf-label");
    VBox value = new VBox(1);
    if (row.commitment().isPresent()) {
      value.getChildren().addAll(committed(row, row.commitment().get()));
    } else {
      value.getChildren().add(value(row.leaf()));
      aside(row.leaf()).ifPresent(value.getChildren()::add);
    }
    if (!warnings.isEmpty()) {
      value.getChildren().add(marks(row.leaf(), warnings));
    }
    value.setMinWidth(0);
    HBox.setHgrow(value, Priority.ALWAYS);
    unseen.getStyleClass().add("unseen-mark");
    unseen.setTranslateY(6);
    HBox line = new HBox(10, unseen, label, value);
    line.setAlignment(Pos.TOP_LEFT);
    if (row.commitment().isEmpty()) {
      row.beside().forEach(source -> line.getChildren().add(source(source)));
    }
    if (heading) {
      TextFlow group = name(row.group(), row.theirs());
      group.getStyleClass().add("leaf-group");
      root.getChildren().add(group);
    }
    line.getStyleClass().add(row.group().isEmpty() ? "leaf-top" : "leaf-inner");
    root.getChildren().add(line);
    root.getStyleClass().add("leaf-row");
    root.setMinHeight(Region.USE_PREF_SIZE);
  }

  /** A name that the requester chose stands in their face, a label of ours in ours. */
  static TextFlow name(List<Step> steps, boolean theirs) {
    List<TextFlow> parts = new ArrayList<>();
    for (Step step : steps) {
      parts.add(
          theirs && !step.ours()
              ? SafeTextFlow.mono(step.text(), "muted")
              : SafeTextFlow.prose(step.text(), "muted"));
    }
    return SafeTextFlow.joined(parts);
  }

  /** Our words for a committed secret, and below them each of its leaves verbatim. */
  private static List<Node> committed(LeafRow row, Commitment commitment) {
    HBox words = Ui.row("committed", Icon.KEY.node("muted-icon"), Ui.words(commitment.words()));
    FlowPane leaves = new FlowPane(10, 0);
    for (Leaf leaf : row.leaves()) {
      TextFlow verbatim = SafeTextFlow.mono(leaf.value(), "small", "muted");
      verbatim.setId(idOf(leaf));
      leaves.getChildren().add(verbatim);
    }
    return List.of(words, leaves);
  }

  /** What is the matter with the value, in a word beside an icon. */
  private static Node marks(Leaf leaf, List<Warning> warnings) {
    FlowPane marks = new FlowPane(12, 0);
    warnings.stream()
        .map(Warning::kind)
        .distinct()
        .forEach(kind ->
            marks
                .getChildren()
                .add(
                    Ui.row(
                        "mark",
                        Icon.CRITICAL.node("warn-icon"),
                        Ui.tag(kind.word(), "small", "warn"))));
    marks.setId("marks" + leaf.pointer());
    return marks;
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
