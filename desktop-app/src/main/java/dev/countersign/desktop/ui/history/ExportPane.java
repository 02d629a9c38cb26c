package dev.countersign.desktop.ui.history;

import dev.countersign.desktop.export.Export;
import dev.countersign.desktop.export.ExportFormat;
import dev.countersign.desktop.ui.common.Icon;
import dev.countersign.desktop.ui.common.SafeTextFlow;
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
import java.util.function.BiConsumer;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where to, in which form, and an enrolled token that confirms it. */
final class ExportPane {
  private static final Map<String, ExportFormat> FORMATS = new LinkedHashMap<>();

  static {
    FORMATS.put("JSON Lines with proofs (can be verified)", ExportFormat.JSONL);
    FORMATS.put("CSV for a spreadsheet", ExportFormat.CSV);
    FORMATS.put("OCSF events", ExportFormat.OCSF);
  }

  private static final Logger LOG = LoggerFactory.getLogger(ExportPane.class);

  private final HistoryDesk desk;
  private final Executor background;
  private final Runnable closed;
  private final BiConsumer<Node, Node> reveal;
  private final ComboBox<String> format = new ComboBox<>();
  private final TextField file = new TextField();
  private final ExportQuestions questions;
  private final VBox form = new VBox(10);
  private final VBox waits = new VBox(10);
  private final VBox end = new VBox();
  private final AtomicBoolean cancelled = new AtomicBoolean();
  private final VBox root;
  private final Button close;
  private Optional<ChangeInProgress> running = Optional.empty();

  ExportPane(HistoryDesk desk, Executor background, ExportQuestions.Hand hand, Runnable closed) {
    this.desk = desk;
    this.background = background;
    this.closed = closed;
    this.reveal = hand.reveal();
    this.questions = new ExportQuestions(hand, waits, this::leave);
    format.setId("export-format");
    format.getItems().setAll(FORMATS.keySet());
    format.setValue(FORMATS.keySet().iterator().next());
    format.setAccessibleText("Format");
    format.setMaxWidth(Double.MAX_VALUE);
    format.setMinWidth(0);
    file.setId("export-file");
    file.setAccessibleText("File");
    file.setMaxWidth(Double.MAX_VALUE);
    file.setText(Path.of(System.getProperty("user.home"), "countersign-log.jsonl").toString());
    Button start = Ui.button("_Export and confirm with token", "", this::start, "primary");
    start.setId("export-start");
    close = Ui.button("_Cancel", "Esc", this::leave);
    close.setId("export-close");
    form.getChildren()
        .setAll(
            end,
            Ui.words(
                "Every entry leaves this device. First one of your enrolled tokens confirms it; the"
                    + " log then says so, and which.",
                "muted"),
            labelled("_Format", format),
            labelled("New f_ile, with its whole path", file),
            new FlowPane(9, 9, start, close));
    root = Ui.column("card", Ui.words("Export the audit log", "subtitle"), form);
    root.setSpacing(10);
    root.setId("export-pane");
  }

  private static VBox labelled(String words, Control control) {
    Label label = Ui.words(words, "strong");
    label.setMnemonicParsing(true);
    label.setLabelFor(control);
    return new VBox(4, label, control);
  }

  VBox root() {
    return root;
  }

  void focus() {
    format.requestFocus();
  }

  /** Stops what runs; otherwise goes back to the list. */
  void leave() {
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
      say(false, "This is not the name of a file.");
      return;
    }
    if (!to.isAbsolute()) {
      say(false, "Give the whole path of the file.");
      return;
    }
    ExportFormat wanted = FORMATS.getOrDefault(format.getValue(), ExportFormat.JSONL);
    cancelled.set(false);
    ChangeInProgress work = new ChangeInProgress(questions);
    running = Optional.of(work);
    Node what = SafeTextFlow.prose(format.getValue() + ", to " + to, "muted");
    root.getChildren().setAll(root.getChildren().getFirst(), what, waits);
    questions.begin(work);
    try {
      background.execute(() -> run(work, to, wanted));
    } catch (RejectedExecutionException closing) {
      ended(false, "The desk is closing. Nothing was exported.");
    }
  }

  private void run(ChangeInProgress work, Path to, ExportFormat wanted) {
    try {
      work.run(
          person -> desk.export(to, wanted, person, new Export.Control(this::tell, cancelled::get)),
          outcome ->
              outcome.ifPresentOrElse(
                  how -> ended(how, to),
                  () -> ended(false, "It was stopped. Nothing was exported.")));
    } catch (RuntimeException fault) {
      // A fault of ours must end on screen too: without this the page would wait for nothing.
      LOG.error("an export stopped by a fault", fault);
      ended(
          false,
          "An internal error stopped it: "
              + fault.getClass().getSimpleName()
              + ". Whether a file was written is not known; look at its place.");
    }
  }

  private void ended(Export.Outcome outcome, Path to) {
    switch (outcome) {
      case Export.Outcome.Done done ->
          ended(true, String.format(Locale.ROOT, "%,d entries are in %s.", done.entries(), to));
      case Export.Outcome.NotDone(String sentence) -> ended(false, sentence);
    }
  }

  private void ended(boolean done, String sentence) {
    Platform.runLater(() -> {
      running = Optional.empty();
      questions.ended();
      root.getChildren().setAll(root.getChildren().getFirst(), form);
      close.setText("_Close");
      say(done, sentence);
      reveal.accept(root, end);
      close.requestFocus(); // what had the keyboard is gone
    });
  }

  private void tell(long entries) {
    questions.written(String.format(Locale.ROOT, "%,d entries are written so far.", entries));
  }

  private void say(boolean done, String sentence) {
    Node words = SafeTextFlow.prose(sentence);
    HBox notice =
        done ? Ui.notice("good", Icon.DONE, words) : Ui.notice("failure", Icon.FAILED, words);
    notice.setId(done ? "export-done" : "export-failed");
    end.getChildren().setAll(notice);
  }
}
