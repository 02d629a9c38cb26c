package dev.countersign.desktop.ui.history;

import dev.countersign.desktop.export.Export;
import dev.countersign.desktop.export.ExportFormat;
import dev.countersign.desktop.ui.common.Ui;
import dev.countersign.desktop.ui.tokens.ChangeInProgress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.application.Platform;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;

/** Where to, in which form, and an enrolled token that confirms it. */
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
  private final VBox status = new VBox(9);
  private final ExportQuestions questions;
  private final Button start;
  private final Button close;
  private final AtomicBoolean cancelled = new AtomicBoolean();
  private final VBox root;
  private Optional<ChangeInProgress> running = Optional.empty();

  ExportPane(HistoryDesk desk, Executor background, ExportQuestions.Hand hand, Runnable closed) {
    this.desk = desk;
    this.background = background;
    this.questions = new ExportQuestions(hand, status);
    status.setId("export-questions");
    format.setId("export-format");
    format.getItems().setAll(FORMATS.keySet());
    format.setValue(FORMATS.keySet().iterator().next());
    file.setId("export-file");
    file.setMaxWidth(Double.MAX_VALUE);
    format.setAccessibleText("Format");
    format.setMaxWidth(Double.MAX_VALUE);
    format.setMinWidth(0);
    file.setAccessibleText("File");
    file.setText(Path.of(System.getProperty("user.home"), "countersign-log.jsonl").toString());
    start = Ui.button("_Export and confirm with token", "", this::start, "primary");
    start.setId("export-start");
    close = Ui.button("_Cancel", "Esc", () -> stopOr(closed));
    close.setId("export-close");
    root =
        Ui.column(
            "card",
            Ui.words("Export the audit log", "subtitle"),
            Ui.words(
                "Every entry leaves this device. First one of your enrolled tokens confirms it; the"
                    + " log then says so, and which.",
                "muted"),
            format,
            file,
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
    if (running.isPresent()) {
      cancelled.set(true);
      running.get().stop();
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
    ChangeInProgress work = new ChangeInProgress(questions);
    under(Optional.of(work));
    try {
      background.execute(() -> run(work, to, wanted));
    } catch (RejectedExecutionException closing) {
      ended("The desk is closing. Nothing was exported.");
    }
  }

  private void run(ChangeInProgress work, Path to, ExportFormat wanted) {
    try {
      work.run(
          person ->
              desk.export(
                  to,
                  wanted,
                  person,
                  new Export.Control(
                      done -> tell(String.format(Locale.ROOT, "%,d entries written", done)),
                      cancelled::get)),
          outcome ->
              ended(
                  outcome
                      .map(how -> words(how, to))
                      .orElse("It was stopped. Nothing was exported.")));
    } catch (RuntimeException fault) {
      // A fault of ours must end on screen too: without this the page would wait for nothing.
      ended("An internal error stopped it: " + fault.getClass().getSimpleName() + ".");
    }
  }

  private static String words(Export.Outcome outcome, Path to) {
    return switch (outcome) {
      case Export.Outcome.Done done ->
          String.format(Locale.ROOT, "%,d entries are in %s.", done.entries(), to);
      case Export.Outcome.NotDone(String sentence) -> sentence;
    };
  }

  private void ended(String sentence) {
    Platform.runLater(() -> {
      under(Optional.empty());
      say(sentence);
      close.requestFocus(); // what had the keyboard may be gone
    });
  }

  private void under(Optional<ChangeInProgress> way) {
    running = way;
    way.ifPresentOrElse(questions::of, questions::ended);
    start.setDisable(way.isPresent());
    format.setDisable(way.isPresent());
    file.setDisable(way.isPresent());
  }

  private void tell(String sentence) {
    Platform.runLater(() -> say(sentence));
  }

  private void say(String sentence) {
    questions.show(sentence, false);
  }
}
