package dev.countersign.desktop.ui.history;

import dev.countersign.desktop.approval.CardShown;
import dev.countersign.desktop.approval.Subscription;
import dev.countersign.desktop.ui.common.Ticker;
import dev.countersign.desktop.ui.sign.DemoKey;
import dev.countersign.desktop.ui.tokens.ChangeInProgress;
import dev.countersign.desktop.ui.tokens.ConfirmationPanel;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.layout.VBox;

/**
 * What is asked of the person while a token confirms an export, and how far it is, in one place on
 * the page. For the FX thread, except as a {@link ChangeInProgress.Page}.
 */
final class ExportQuestions implements ChangeInProgress.Page {
  /** For choice, PINs and touch together; what is written afterwards may take its time. */
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  /** What a token is waited for, to come, to be touched or to have its PIN from a reader's keys. */
  private static final Duration TOKEN_PATIENCE = Duration.ofSeconds(60);

  private final Hand hand;
  private final VBox place;
  private final Runnable stop;
  private final ConfirmationPanel panel;
  private Optional<Running> running = Optional.empty();

  /**
   * How the person is asked.
   *
   * @param demo in the demo, the key that cannot be touched
   * @param reveal scrolls to a part of the page, and in it to a control
   */
  record Hand(
      Ticker ticker, InstantSource clock, Optional<DemoKey> demo, BiConsumer<Node, Node> reveal) {}

  private record Running(ChangeInProgress work, Instant end, Subscription watch) {}

  /**
   * For one place.
   *
   * @param stop asked for by the person, or because it was not confirmed in time
   */
  ExportQuestions(Hand hand, VBox place, Runnable stop) {
    this.hand = hand;
    this.place = place;
    this.stop = stop;
    this.panel = new ConfirmationPanel("export", hand.ticker(), hand.demo(), answers());
  }

  private ConfirmationPanel.Answers answers() {
    return new ConfirmationPanel.Answers() {
      @Override
      public void pin(char[] pin, boolean ofCard) {
        running.ifPresentOrElse(
            now -> {
              show(atToken(ChangeInProgress.pinOnItsWay(ofCard), !ofCard));
              now.work().providePin(pin);
            },
            () -> Arrays.fill(pin, '\0'));
      }

      @Override
      public void choose(int index) {
        running.ifPresent(now -> {
          show(moment(now));
          now.work().choose(index);
        });
      }

      @Override
      public void stop() {
        stop.run();
      }
    };
  }

  /** Begins to ask for this work. */
  void begin(ChangeInProgress work) {
    Instant end = from(PATIENCE);
    var watch = hand.ticker().now().subscribe(now -> stopAfter(now, end));
    Running now = new Running(work, end, watch::unsubscribe);
    running = Optional.of(now);
    show(moment(now));
  }

  private void stopAfter(Instant now, Instant end) {
    if (now.isAfter(end)) {
      stop.run();
    }
  }

  /** It is confirmed and under way: nothing ends it by itself any more. */
  void written(String sentence) {
    later(now -> {
      now.watch().close();
      return panel.running(sentence, false, Optional.empty());
    });
  }

  /** It ended: a question that comes late is not shown. */
  void ended() {
    running.ifPresent(now -> now.watch().close());
    running = Optional.empty();
    place.getChildren().clear();
  }

  @Override
  public void needsPin(String tokenName, Optional<CardShown> card, Optional<String> message) {
    later(_ -> panel.pin(tokenName, card, message, from(ChangeInProgress.ANSWER_PATIENCE)));
  }

  @Override
  public void mustChoose(List<CardShown> cards, int keys) {
    later(_ -> panel.choice(cards, keys, from(ChangeInProgress.ANSWER_PATIENCE)));
  }

  private Instant from(Duration patience) {
    return hand.clock().instant().plus(patience);
  }

  @Override
  public void says(String sentence, boolean touch) {
    later(_ -> atToken(sentence, touch));
  }

  private ConfirmationPanel.Drawn atToken(String sentence, boolean touch) {
    return panel.running(sentence, touch, Optional.of(from(TOKEN_PATIENCE)));
  }

  private ConfirmationPanel.Drawn moment(Running now) {
    return panel.running("One moment…", false, Optional.of(now.end()));
  }

  private void later(Function<Running, ConfirmationPanel.Drawn> draw) {
    Platform.runLater(() -> running.map(draw).ifPresent(this::show));
  }

  private void show(ConfirmationPanel.Drawn drawn) {
    place.getChildren().setAll(drawn.nodes());
    hand.reveal().accept(place, drawn.first());
    drawn.first().requestFocus();
  }
}
