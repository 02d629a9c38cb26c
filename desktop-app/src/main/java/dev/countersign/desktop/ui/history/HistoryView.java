package dev.countersign.desktop.ui.history;

import dev.countersign.desktop.audit.HistoryKind;
import dev.countersign.desktop.audit.HistoryQuery;
import dev.countersign.desktop.audit.HistoryRow;
import dev.countersign.desktop.ui.common.LiveValue;
import dev.countersign.desktop.ui.common.Reveal;
import dev.countersign.desktop.ui.common.SafeTextFlow;
import dev.countersign.desktop.ui.common.Ticker;
import dev.countersign.desktop.ui.common.Ui;
import dev.countersign.desktop.ui.sign.DemoKey;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Past decisions and other entries: searched in the background, listed without drawing what is not
 * in view, each told on a page of its own. The list holds some hundreds at a time and more on
 * demand.
 */
public final class HistoryView {
  private static final Logger LOG = LoggerFactory.getLogger(HistoryView.class);
  private static final int PAGE = 500;

  private final HistoryDesk desk;
  private final Executor background;
  private final ExportQuestions.Hand hand;
  private final VerificationBar verification;
  private final ListView<HistoryRow> list = new ListView<>();
  private final VBox count = new VBox();
  private final Button more;
  private final VBox content = new VBox(9);
  private final VBox listing;
  private final ScrollPane root;
  private HistoryQuery query = HistoryQuery.ALL;
  private Optional<AuditState> audit = Optional.empty();
  private Optional<StoryView> told = Optional.empty();
  private long generation;

  /** Reads nothing on the FX thread. */
  public HistoryView(
      LiveValue<HistorySnapshot> history,
      HistoryDesk desk,
      Executor background,
      InstantSource clock,
      Ticker ticker,
      Optional<DemoKey> demo) {
    this.desk = desk;
    this.background = background;
    this.hand = new ExportQuestions.Hand(ticker, clock, demo, this::reveal);
    this.verification = new VerificationBar(desk, this::export);
    this.more = Ui.button("Show _older ones", "", this::older);
    more.setId("history-more");
    list.setId("history-list");
    list.getStyleClass().add("history-list");
    list.setCellFactory(view -> new HistoryRowCell(view, this::open));
    list.addEventFilter(KeyEvent.KEY_PRESSED, this::openByKey);
    list.setAccessibleText("Decisions and other entries, newest first");
    VBox.setVgrow(list, Priority.ALWAYS);
    listing = new VBox(9, new HistoryFilters(this::search, clock).root(), count, list, more);
    VBox.setVgrow(listing, Priority.ALWAYS);
    VBox.setVgrow(content, Priority.ALWAYS);
    content.getChildren().setAll(listing);
    VBox page =
        Ui.page(
            "History",
            "Every decision made on this device and what else happened to it, read from its audit"
                + " log.");
    page.getChildren().addAll(verification.root(), content);
    root = Ui.scroll(page);
    root.setFitToHeight(true); // the list takes what is left, and the page scrolls when it is short
    root.setId("history");
    root.addEventFilter(KeyEvent.KEY_PRESSED, this::backByEscape);
    more.setVisible(false);
    more.managedProperty().bind(more.visibleProperty());
    history.each(this::show);
    history.failure().subscribe(failed -> failed.ifPresent(verification::unreadable));
  }

  public Node root() {
    return root;
  }

  private void show(HistorySnapshot snapshot) {
    verification.show(snapshot.audit());
    audit = Optional.of(snapshot.audit());
    told.ifPresent(story -> story.show(snapshot.audit()));
    search(query);
  }

  private void search(HistoryQuery wanted) {
    query = wanted;
    list.setPlaceholder(
        Ui.words(
            wanted.kind() == HistoryKind.DECISIONS
                ? "No such decision. Each one is written down before the key is asked."
                : "No such entry.",
            "muted"));
    long asked = ++generation;
    inBackground(
        () -> desk.search(wanted, Long.MAX_VALUE, PAGE),
        found -> {
          if (asked == generation) {
            fill(found);
          }
        });
  }

  private void older() {
    List<HistoryRow> shown = list.getItems();
    if (shown.isEmpty()) {
      return;
    }
    long asked = generation;
    long below = shown.getLast().entry();
    inBackground(
        () -> desk.search(query, below, PAGE),
        found -> {
          if (asked == generation) {
            list.getItems().addAll(found.rows());
            counted(found.total());
          }
        });
  }

  private void fill(HistoryDesk.Found found) {
    HistoryRow chosen = list.getSelectionModel().getSelectedItem();
    list.getItems().setAll(found.rows());
    if (chosen != null) {
      list.getSelectionModel().select(chosen);
    }
    counted(found.total());
  }

  private void counted(long total) {
    int shown = list.getItems().size();
    more.setVisible(shown < total);
    String all =
        String.format(Locale.ROOT, "%,d ", total)
            + switch (query.kind()) {
              case DECISIONS -> total == 1 ? "decision" : "decisions";
              case EVERYTHING -> "decisions and other entries";
              default -> total == 1 ? "entry" : "entries";
            };
    var words =
        Ui.words(
            shown == total ? all : String.format(Locale.ROOT, "the newest %,d of ", shown) + all,
            "small",
            "muted");
    words.setId("history-count");
    count.getChildren().setAll(words);
  }

  private void open(HistoryRow row) {
    inBackground(
        () -> desk.story(row),
        found -> {
          StoryView story = new StoryView(found, audit, this::back);
          told = Optional.of(story);
          instead(story.root());
          story.focus();
        });
  }

  private void export() {
    ExportPane pane = new ExportPane(desk, background, hand, this::back);
    instead(pane.root());
    pane.focus();
  }

  /** Shows something in place of the list; it can take the focus when this returns. */
  private void instead(Node node) {
    content.getChildren().setAll(node);
    root.setVvalue(0);
    root.applyCss();
    root.layout();
  }

  private void reveal(Node part, Node control) {
    Reveal.in(root, part, control);
  }

  private void back() {
    told = Optional.empty();
    content.getChildren().setAll(listing);
    list.requestFocus();
  }

  private void openByKey(KeyEvent key) {
    HistoryRow row = list.getSelectionModel().getSelectedItem();
    if (row != null && (key.getCode() == KeyCode.ENTER || key.getCode() == KeyCode.SPACE)) {
      open(row);
      key.consume();
    }
  }

  private void backByEscape(KeyEvent key) {
    if (key.getCode() != KeyCode.ESCAPE) {
      return;
    }
    for (String id : List.of("#history-back", "#export-stop", "#export-close")) {
      if (content.lookup(id) instanceof Button leave) {
        leave.fire();
        key.consume();
        return;
      }
    }
  }

  private <T> void inBackground(Supplier<T> work, Consumer<T> then) {
    background.execute(() -> {
      try {
        T result = work.get();
        Platform.runLater(() -> then.accept(result));
      } catch (RuntimeException unreadable) {
        // Told, not hidden: whatever kept the log or its index from being read.
        LOG.warn("the history could not be read", unreadable);
        Platform.runLater(() -> failed(String.valueOf(unreadable.getMessage())));
      }
    });
  }

  private void failed(String why) {
    var words = SafeTextFlow.prose("The history could not be read: " + why, "danger");
    words.setId("history-failed");
    count.getChildren().setAll(words);
  }
}
