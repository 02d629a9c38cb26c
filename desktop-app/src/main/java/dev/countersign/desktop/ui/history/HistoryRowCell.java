package dev.countersign.desktop.ui.history;

import dev.countersign.desktop.audit.HistoryRow;
import dev.countersign.desktop.ui.common.Icon;
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

/** One decision in the list: wrapped, as high as it needs to be, never cut. */
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
    Region words = SafeTextFlow.prose(sentence(row));
    HBox.setHgrow(words, Priority.ALWAYS);
    HBox line =
        new HBox(
            12,
            icon(row),
            Ui.tag(word(row), "strong"),
            words,
            Ui.tag(Times.full(Instant.ofEpochSecond(row.at())), "small", "muted"));
    line.setAlignment(Pos.CENTER_LEFT);
    setGraphic(line);
    setId(
        "history-" + (row.requestId().isEmpty() ? "entry-" + row.intentEntry() : row.requestId()));
    setAccessibleText(word(row) + ": " + SafeText.flat(sentence(row)));
  }

  private static Region icon(HistoryRow row) {
    if (!row.outcome().equals("accepted") && !row.outcome().equals("counted")) {
      return Icon.INFO.node("warn-icon");
    }
    return row.decision().equals("approve")
        ? Icon.DONE.node("ok-icon")
        : Icon.FAILED.node("danger-icon");
  }

  /** What came of it, not what was wanted. */
  private static String word(HistoryRow row) {
    return switch (row.outcome()) {
      case "accepted", "counted" -> row.decision().equals("approve") ? "Approved" : "Denied";
      case "refused" -> "Refused";
      case "open", "unknown" -> "Outcome unknown";
      default -> "Not sent";
    };
  }

  private static String sentence(HistoryRow row) {
    return row.requester().isEmpty()
        ? "A request whose text the log does not hold (entry " + row.intentEntry() + ")"
        : row.requester() + " asks for " + row.action();
  }
}
