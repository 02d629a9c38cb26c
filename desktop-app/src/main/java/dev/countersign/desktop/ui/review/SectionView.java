package dev.countersign.desktop.ui.review;

import dev.countersign.desktop.ui.common.Ui;
import dev.countersign.proof.presentation.LeafName.Step;
import dev.countersign.proof.presentation.Section;
import java.util.List;
import java.util.function.BiConsumer;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/**
 * One heading with its lines. Neighbouring lines in the requester's words stand in one frame that
 * says so; nothing of theirs is drawn outside such a frame.
 */
final class SectionView {
  private SectionView() {}

  /**
   * Draws a section and hands each line out as it is made.
   *
   * @param about what belongs to the lines of the whole request
   */
  static VBox of(Section section, Marks about, BiConsumer<LeafRow, LeafLine> each) {
    VBox box = Ui.column("section", title(section.title()));
    box.setId("section-" + section.title());
    boolean begun = false;
    boolean framed = false;
    VBox group = box;
    List<Step> heading = List.of();
    for (LeafRow row : LeafRows.of(section, about.commitments())) {
      if (!begun || row.theirs() != framed) {
        begun = true;
        framed = row.theirs();
        group = framed ? frame() : Ui.column("rows");
        box.getChildren().add(group);
        heading = List.of();
      }
      boolean named = !row.group().isEmpty() && !row.group().equals(heading);
      heading = row.group();
      LeafLine line = new LeafLine(row, named, about.warnings(row));
      each.accept(row, line);
      group.getChildren().add(line.root());
    }
    return box;
  }

  private static VBox frame() {
    VBox frame = Ui.column("theirs", Ui.words("their words", "theirs-caption"));
    frame.setAccessibleText("The requester's words");
    return frame;
  }

  private static Label title(String text) {
    return Ui.words(text, "section-title");
  }
}
