package dev.countersign.desktop.ui.review;

import dev.countersign.desktop.ui.common.Icon;
import dev.countersign.desktop.ui.common.Ui;
import dev.countersign.proof.presentation.LeafName;
import dev.countersign.proof.presentation.LeafName.Step;
import dev.countersign.proof.presentation.Presentation;
import dev.countersign.proof.presentation.Section;
import dev.countersign.proof.presentation.warning.Warning;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

/**
 * The warnings above a request. Each names its place, which may hold names that the requester chose
 * and therefore stands in a frame, and says in our words what is the matter.
 */
final class WarningList {
  /** More than this nobody reads; each is also marked at its own line. */
  private static final int SHOWN = 8;

  private WarningList() {}

  /** The notice; absent when there is nothing to warn about. */
  static Optional<HBox> of(Presentation presentation, List<Warning> warnings) {
    if (warnings.isEmpty()) {
      return Optional.empty();
    }
    Map<String, LeafName> names = new HashMap<>();
    for (Section section : presentation.sections()) {
      section.lines().forEach(line -> names.put(line.leaf().pointer(), line.name()));
    }
    List<Node> lines = new ArrayList<>();
    boolean oneDetail = presentation.request().request().details().items().size() == 1;
    for (Warning warning : warnings.subList(0, Math.min(SHOWN, warnings.size()))) {
      boolean inTheOne = oneDetail && warning.pointer().startsWith("/authorization_details/0/");
      lines.add(line(warning, names, inTheOne ? 2 : 0));
    }
    if (warnings.size() > SHOWN) {
      lines.add(Ui.words("and " + (warnings.size() - SHOWN) + " more, each marked at its line"));
    }
    HBox notice = Ui.notice("warning", Icon.CRITICAL, lines.toArray(Node[]::new));
    notice.setId("warnings");
    return Optional.of(notice);
  }

  private static HBox line(Warning warning, Map<String, LeafName> names, int from) {
    List<Step> steps =
        Optional.ofNullable(names.get(warning.pointer()))
            .map(LeafName::steps)
            .orElse(List.of(new Step(warning.pointer(), false)));
    List<Step> shown = steps.stream().skip(from).filter(step -> !step.text().isEmpty()).toList();
    HBox frame = Ui.row("target", LeafLine.name(shown, true));
    frame.setMinWidth(0);
    frame.setMaxWidth(Region.USE_PREF_SIZE);
    HBox line = new HBox(9, frame, Ui.words(warning.sentence()));
    line.setAlignment(Pos.CENTER_LEFT);
    return line;
  }
}
