package dev.countersign.desktop.ui.sign;

import dev.countersign.desktop.ui.common.Icon;
import dev.countersign.desktop.ui.common.Ui;
import javafx.scene.Node;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** The steps with a mark and a word each: done, now, stopped here, not yet. */
final class StepList {
  private StepList() {}

  static VBox of(SignStep current, boolean stopped) {
    VBox list = Ui.column("steps");
    for (SignStep step : SignStep.values()) {
      list.getChildren().add(line(step, current, stopped));
    }
    return list;
  }

  private static Node line(SignStep step, SignStep current, boolean stopped) {
    int order = step.compareTo(current);
    HBox line =
        order < 0
            ? row(Icon.DONE, "ok-icon", step, "t", "done", "ok")
            : order > 0
                ? row(Icon.LOW, "muted-icon", step, "muted", "not yet", "muted")
                : stopped
                    ? row(Icon.FAILED, "danger-icon", step, "strong", "stopped here", "danger")
                    : row(Icon.NOW, "accent-icon", step, "strong", "now", "accent");
    return line;
  }

  private static HBox row(
      Icon icon, String tint, SignStep step, String words, String state, String stateStyle) {
    return Ui.row(
        "step",
        icon.node(tint),
        Ui.words(step.words(), words),
        Ui.spring(),
        Ui.tag(state, "small", stateStyle));
  }
}
