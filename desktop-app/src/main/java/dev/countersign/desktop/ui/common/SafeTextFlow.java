package dev.countersign.desktop.ui.common;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

/**
 * Draws text that somebody else wrote: wrapped, never cut, with every character that would hide
 * shown as a highlighted escape. A highlighted run cannot be imitated by typing its letters.
 */
public final class SafeTextFlow {
  /** Style class of a highlighted run. */
  public static final String ESCAPE = "escape";

  private SafeTextFlow() {}

  /** A value in the monospaced face, with more style classes for its text. */
  public static TextFlow mono(String value, String... styles) {
    return flow(value, styles("mono", styles));
  }

  /** A sentence of the desk that has names from outside in it. */
  public static TextFlow prose(String value, String... styles) {
    return flow(value, styles("prose", styles));
  }

  /** Several texts as one that wraps as a whole, with a mark of ours between them. */
  public static TextFlow joined(List<TextFlow> parts) {
    TextFlow flow = bare();
    StringBuilder spoken = new StringBuilder();
    for (TextFlow part : parts) {
      if (!flow.getChildren().isEmpty()) {
        flow.getChildren().add(plain(" › ", styles("prose", "muted")));
        spoken.append(", ");
      }
      flow.getChildren().addAll(List.copyOf(part.getChildren()));
      spoken.append(part.getAccessibleText());
    }
    flow.setAccessibleText(spoken.toString());
    return flow;
  }

  private static TextFlow bare(Node... nodes) {
    TextFlow flow = new TextFlow(nodes);
    flow.getStyleClass().add("safe-text");
    flow.setMinWidth(0);
    flow.setMinHeight(Region.USE_PREF_SIZE);
    return flow;
  }

  private static List<String> styles(String face, String... more) {
    List<String> all = new ArrayList<>(List.of("signed-text", face));
    all.addAll(List.of(more));
    return all;
  }

  private static TextFlow flow(String value, List<String> styles) {
    List<Node> nodes = new ArrayList<>();
    for (SafeText.Run run : SafeText.runs(value)) {
      nodes.add(run.escaped() ? escape(run) : plain(run.shown(), styles));
      if (run.source().equals("\n")) {
        nodes.add(plain("\n", styles));
      }
    }
    TextFlow flow = bare(nodes.toArray(Node[]::new));
    flow.setAccessibleText(SafeText.flat(value));
    return flow;
  }

  private static Node plain(String shown, List<String> styles) {
    Text text = new Text(shown);
    text.getStyleClass().addAll(styles);
    return text;
  }

  private static Node escape(SafeText.Run run) {
    Label label = new Label(run.shown());
    label.getStyleClass().add(ESCAPE);
    label.setMinWidth(Region.USE_PREF_SIZE);
    return label;
  }
}
