package dev.countersign.desktop.ui.review;

import dev.countersign.desktop.ui.common.Countdown;
import dev.countersign.desktop.ui.common.RiskMark;
import dev.countersign.desktop.ui.common.SafeTextFlow;
import dev.countersign.desktop.ui.common.Ticker;
import dev.countersign.desktop.ui.common.Ui;
import dev.countersign.proof.presentation.Presentation;
import dev.countersign.proof.presentation.Section;
import dev.countersign.proof.request.Risk;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.value.ObservableBooleanValue;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

/** One request in full: everything drawn from its presentation, nothing else and nothing hidden. */
public final class ReviewView implements AutoCloseable {
  private final ReviewViewModel model;
  private final Runnable back;
  private final VBox body = Ui.column("review-body");
  private final ScrollPane scroll = Ui.scroll(body);
  private final SeenTracker tracker = new SeenTracker(scroll, body);
  private final DecisionFooter footer;
  private final BorderPane root = new BorderPane();
  private final VBox raw;
  private final Subscription fitting;

  /**
   * Draws the review.
   *
   * @param shortWindow whether there is little height; the phrase then scrolls with the page
   * @param back returns to the inbox without a decision
   */
  public ReviewView(
      ReviewViewModel model, Ticker ticker, ObservableBooleanValue shortWindow, Runnable back) {
    this.model = model;
    this.back = back;
    this.footer = new DecisionFooter(model, this::showNextUnseen, back);
    Presentation presentation = model.presentation();
    head(presentation);
    Marks marks = new Marks(presentation, model.warnings());
    for (Section section : presentation.sections()) {
      if (!section.leaves().isEmpty()) {
        body.getChildren().add(SectionView.of(section, marks, this::watch));
      }
    }
    raw = raw(presentation);
    body.getChildren().add(proofTools(presentation));
    fitting = conditions(shortWindow);
    // In this order, because it is also the order of the Tab key.
    root.setTop(bar(presentation, ticker));
    root.setCenter(scroll);
    root.setBottom(footer.root());
    root.setId("review");
    root.addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
  }

  public Node root() {
    return root;
  }

  /** Gives the keyboard to the page, so that arrows and space scroll it. */
  public void focus() {
    scroll.requestFocus();
  }

  /** Ends the review: nothing of it counts any more. */
  @Override
  public void close() {
    fitting.unsubscribe();
    model.close();
  }

  private HBox bar(Presentation presentation, Ticker ticker) {
    Risk.Level level = presentation.request().request().risk().level();
    return Ui.row(
        "bar",
        Ui.button("‹ _Inbox", "Esc", back, "quiet"),
        RiskMark.badge(level),
        Ui.spring(),
        Countdown.until(model.expiresAt(), ticker),
        Ui.tag("left", "muted"));
  }

  private void head(Presentation presentation) {
    VBox head = new VBox(6, SafeTextFlow.prose(presentation.headline(), "title"));
    Risk risk = presentation.request().request().risk();
    if (!risk.reasons().isEmpty()) {
      String reasons = risk.level().wire() + " risk: " + String.join(" · ", risk.reasons());
      head.getChildren().add(SafeTextFlow.prose(reasons, "muted"));
    }
    body.getChildren().add(head);
    WarningList.of(presentation, model.warnings()).ifPresent(body.getChildren()::add);
  }

  private void watch(LeafRow row, LeafLine line) {
    tracker.watch(
        line.root(),
        () -> {
          line.seen();
          model.saw(row);
        });
  }

  private Node proofTools(Presentation presentation) {
    FlowPane tools =
        new FlowPane(
            6,
            4,
            Ui.button("Raw _JSON", "J", this::toggleRaw, "quiet"),
            Ui.button("_Copy as text", "C", this::copy, "quiet"));
    VBox digests =
        Ui.column(
            "section",
            Ui.words("DIGESTS", "section-title"),
            Ui.facts(
                List.of(
                    new Ui.Fact(
                        "request_sha256", presentation.request().sha256().value().toString()),
                    new Ui.Fact(
                        "display_digest", presentation.displayDigest().value().toString()))),
            tools);
    digests.setId("digests");
    return new VBox(12, digests, raw);
  }

  private static VBox raw(Presentation presentation) {
    String json =
        new String(presentation.request().envelope().payload().toArray(), StandardCharsets.UTF_8);
    VBox raw =
        Ui.column("raw", Ui.words("The signed bytes", "theirs-caption"), SafeTextFlow.mono(json));
    raw.setId("raw-json");
    raw.setVisible(false);
    raw.setManaged(false);
    return raw;
  }

  /** What approving needs stands above the buttons or, in a short window, ends the page. */
  private Subscription conditions(ObservableBooleanValue shortWindow) {
    List<Node> nodes = new ArrayList<>();
    if (model.phraseRequired()) {
      PhraseRow phrase = new PhraseRow(model::typed);
      model.missing().subscribe(_ -> phrase.show(model.phraseMatches()));
      nodes.add(phrase.root());
    }
    nodes.add(footer.why());
    Node next = footer.next();
    return shortWindow.subscribe(isShort -> {
      body.getChildren().removeAll(nodes);
      body.getChildren().remove(next);
      footer.setNextInRow(!isShort);
      footer.root().getChildren().removeAll(nodes);
      if (isShort) {
        body.getChildren().addAll(nodes);
        body.getChildren().add(next);
      } else {
        nodes.reversed().forEach(footer::addAbove);
      }
    });
  }

  private void showNextUnseen() {
    tracker.firstUnseen().ifPresent(tracker::scrollTo);
  }

  private void toggleRaw() {
    boolean show = !raw.isVisible();
    raw.setVisible(show);
    raw.setManaged(show);
    if (show) {
      root.applyCss();
      root.layout();
      tracker.scrollTo(raw);
    }
  }

  private void copy() {
    Clipboard.getSystemClipboard()
        .setContent(Map.of(DataFormat.PLAIN_TEXT, model.presentation().canonicalText()));
  }

  private void onKey(KeyEvent key) {
    if (key.getCode() == KeyCode.ESCAPE) {
      if (footer.isDenying() && model.ended().get().isEmpty()) {
        footer.closeDeny();
      } else {
        back.run();
      }
      key.consume();
    } else if (!typing(key) && !key.isShortcutDown() && !key.isAltDown()) {
      Optional.ofNullable(actions().get(key.getCode()))
          .ifPresent(action -> {
            action.run();
            key.consume();
          });
    }
  }

  private Map<KeyCode, Runnable> actions() {
    return Map.of(
        KeyCode.D, footer::openDeny,
        KeyCode.J, this::toggleRaw,
        KeyCode.C, this::copy,
        KeyCode.N, this::showNextUnseen);
  }

  private static boolean typing(KeyEvent key) {
    return key.getTarget() instanceof TextInputControl;
  }
}
