package dev.countersign.desktop.ui.history;

import dev.countersign.desktop.export.Export;
import dev.countersign.desktop.export.ExportFormat;
import dev.countersign.desktop.ui.common.SafeTextFlow;
import dev.countersign.desktop.ui.common.Ui;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.application.Platform;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;

/** Where to, in which form, and a touch of the key. */
final class ExportPane {
  private static final Map<String, ExportFormat> FORMATS = new LinkedHashMap<>();

  static {
    FORMATS.put("JSON Lines with proofs (can be verified)", ExportFormat.JSONL);
    FORMATS.put("CSV for a spreadsheet", ExportFormat.CSV);
    FORMATS.put("OCSF events", ExportFormat.OCSF);
  }

  private final HistoryDesk desk;
  private final Executor background;
  private final ComboBox<String> format = new ComboBox<>();
  private final TextField file = new TextField();
  private final VBox status = new VBox();
  private final Button start;
  private final Button close;
  private final AtomicBoolean cancelled = new AtomicBoolean();
  private final VBox root;
  private boolean running;

  ExportPane(HistoryDesk desk, Executor background, Runnable closed) {
    this.desk = desk;
    this.background = background;
    format.setId("export-format");
    format.getItems().setAll(FORMATS.keySet());
    format.setValue(FORMATS.keySet().iterator().next());
    file.setId("export-file");
    file.setPrefColumnCount(36);
    file.setAccessibleText("File");
    file.setText(Path.of(System.getProperty("user.home"), "countersign-log.jsonl").toString());
    start = Ui.button("_Export and touch key", "", this::start, "primary");
    start.setId("export-start");
    close = Ui.button("_Cancel", "Esc", () -> stopOr(closed));
    close.setId("export-close");
    root =
        Ui.column(
            "card",
            Ui.words("Export the audit log", "subtitle"),
            Ui.words(
                "Every entry leaves this device. The export is written into the log, and one touch"
                    + " of your key is asked for.",
                "muted"),
            new FlowPane(9, 9, format, file),
            new FlowPane(9, 9, start, close),
            status);
    root.setSpacing(10);
    root.setId("export-pane");
  }

  VBox root() {
    return root;
  }

  void focus() {
    format.requestFocus();
  }

  private void stopOr(Runnable closed) {
    if (running) {
      cancelled.set(true);
    } else {
      closed.run();
    }
  }

  private void start() {
    Path to;
    try {
      to = Path.of(file.getText().strip());
    } catch (InvalidPathException unusable) {
      say("This is not the name of a file.");
      return;
    }
    if (!to.isAbsolute()) {
      say("Give the whole path of the file.");
      return;
    }
    ExportFormat wanted = FORMATS.getOrDefault(format.getValue(), ExportFormat.JSONL);
    cancelled.set(false);
    under(true);
    background.execute(() -> run(to, wanted));
  }

  private void run(Path to, ExportFormat wanted) {
    Export.Outcome outcome =
        desk.export(
            to,
            wanted,
            () -> tell("Touch your key now."),
            new Export.Control(
                done -> tell(String.format(Locale.ROOT, "%,d entries written", done)),
                cancelled::get));
    Platform.runLater(() -> {
      under(false);
      say(
          switch (outcome) {
            case Export.Outcome.Done done ->
                String.format(Locale.ROOT, "%,d entries are in %s.", done.entries(), to);
            case Export.Outcome.NotDone(String sentence) -> sentence;
          });
    });
  }

  private void under(boolean way) {
    running = way;
    start.setDisable(way);
    format.setDisable(way);
    file.setDisable(way);
  }

  private void tell(String sentence) {
    Platform.runLater(() -> say(sentence));
  }

  private void say(String sentence) {
    var words = SafeTextFlow.prose(sentence, "strong");
    words.setId("export-status");
    status.getChildren().setAll(words);
  }
}
