package dev.countersign.desktop.ui.history;

import dev.countersign.desktop.audit.HistoryRow;
import dev.countersign.desktop.ui.common.SafeText;
import dev.countersign.desktop.ui.common.SafeTextFlow;
import dev.countersign.desktop.ui.common.Times;
import dev.countersign.desktop.ui.common.Ui;
import java.time.Instant;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/** One row of the list: wrapped, as high as it needs to be, never cut. */
final class HistoryRowCell extends ListCell<HistoryRow> {
  private static final double INSETS = 40;

  HistoryRowCell(ListView<HistoryRow> list, Consumer<HistoryRow> open) {
    prefWidthProperty().bind(list.widthProperty().subtract(INSETS));
    setMaxWidth(Region.USE_PREF_SIZE);
    setOnMouseClicked(_ -> {
      if (!isEmpty()) {
        open.accept(getItem());
      }
    });
  }

  @Override
  protected void updateItem(HistoryRow row, boolean empty) {
    super.updateItem(row, empty);
    setText(null);
    if (empty || row == null) {
      setGraphic(null);
      setId(null);
      setAccessibleText(null);
      return;
    }
    RowWords said = RowWords.of(row);
    Region words = SafeTextFlow.prose(said.sentence());
    HBox.setHgrow(words, Priority.ALWAYS);
    HBox line =
        new HBox(
            12,
            said.icon(),
            Ui.tag(said.word(), "strong"),
            words,
            Ui.tag(time(row), "small", "muted"));
    line.setAlignment(Pos.CENTER_LEFT);
    setGraphic(line);
    setId("history-" + said.id());
    setAccessibleText(said.word() + ": " + SafeText.flat(said.sentence()) + ", " + time(row));
  }

  private static String time(HistoryRow row) {
    return row.at() == 0 ? "" : Times.full(Instant.ofEpochSecond(row.at()));
  }
}
