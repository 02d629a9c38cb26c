package dev.countersign.desktop.ui.review;

import dev.countersign.desktop.ui.common.SafeTextFlow;
import dev.countersign.desktop.ui.common.Ui;
import dev.countersign.proof.presentation.VisibleText;
import dev.countersign.proof.presentation.Warning;
import javafx.geometry.Pos;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

/**
 * A warning: the place it is about, which may hold names that the requester chose and therefore
 * stands in a frame, and our words beside it.
 */
final class WarningLine {
  private WarningLine() {}

  static HBox of(Warning warning) {
    String place = VisibleText.escaped(warning.pointer());
    String words =
        warning.sentence().startsWith(place)
            ? warning.sentence().substring(place.length()).strip()
            : "needs a second look";
    HBox frame = Ui.row("target", SafeTextFlow.mono(place));
    frame.setMinWidth(0);
    frame.setMaxWidth(Region.USE_PREF_SIZE);
    HBox line = new HBox(9, frame, Ui.words(words));
    line.setAlignment(Pos.CENTER_LEFT);
    return line;
  }
}
