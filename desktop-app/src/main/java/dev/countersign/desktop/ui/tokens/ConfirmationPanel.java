package dev.countersign.desktop.ui.tokens;

import dev.countersign.desktop.approval.CardShown;
import dev.countersign.desktop.approval.JourneyState;
import dev.countersign.desktop.ui.common.Icon;
import dev.countersign.desktop.ui.common.SafeTextFlow;
import dev.countersign.desktop.ui.common.Ticker;
import dev.countersign.desktop.ui.common.Times;
import dev.countersign.desktop.ui.common.Ui;
import dev.countersign.desktop.ui.sign.CardPanel;
import dev.countersign.desktop.ui.sign.ChoicePanel;
import dev.countersign.desktop.ui.sign.DemoKey;
import dev.countersign.desktop.ui.sign.DemoNotes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/**
 * Draws what is waited for while an enrolled token confirms something: of which token, until when,
 * and how to stop.
 */
public final class ConfirmationPanel {
  private final String id;
  private final Ticker ticker;
  private final Optional<DemoKey> demo;
  private final Answers answers;

  /**
   * For one place in the window.
   *
   * @param id what the ids of the controls begin with
   * @param demo in the demo, the token that is software
   */
  public ConfirmationPanel(String id, Ticker ticker, Optional<DemoKey> demo, Answers answers) {
    this.id = id;
    this.ticker = ticker;
    this.demo = demo;
    this.answers = answers;
  }

  /** What the person answers; on the FX thread. */
  public interface Answers {
    /**
     * The PIN that was asked for.
     *
     * @param pin to be wiped by who takes it
     * @param ofCard whether it is a card's, and not a key's
     */
    void pin(char[] pin, boolean ofCard);

    /** The index of the token that is to confirm it. */
    void choose(int index);

    /** It is to stop. */
    void stop();
  }

  /**
   * What was drawn.
   *
   * @param first where the keyboard begins
   */
  public record Drawn(List<Node> nodes, Node first) {}

  /**
   * Asks for a PIN.
   *
   * @param tokenName text from outside
   * @param card whose PIN it is; empty for a security key
   * @param message that the last PIN was wrong, or that this is the last try
   */
  public Drawn pin(
      String tokenName, Optional<CardShown> card, Optional<String> message, Instant until) {
    List<Node> nodes = new ArrayList<>();
    card.ifPresent(shown -> nodes.add(CardPanel.facts(shown)));
    message.ifPresent(
        words -> nodes.add(Ui.notice("warning", Icon.CRITICAL, SafeTextFlow.prose(words))));
    String of = card.isPresent() ? "PIN of the card “" : "PIN of “";
    PinField pin = new PinField(id + "-pin", of + tokenName + "”");
    Runnable give =
        () -> {
          if (!pin.isEmpty()) {
            answers.pin(pin.take(), card.isPresent());
          }
        };
    pin.onEnter(give);
    Button go = Ui.button("_Continue", "Enter", give, "primary");
    nodes.add(pin.root());
    nodes.add(left("Waiting for the PIN", until));
    nodes.add(Forms.buttons(go, stop()));
    demo.ifPresent(held -> nodes.add(DemoNotes.pin(held, card.isPresent() ? "card" : "key")));
    return new Drawn(nodes, pin.field());
  }

  /**
   * Asks which token is to confirm it.
   *
   * @param keys how many security keys are attached beside the cards
   */
  public Drawn choice(List<CardShown> cards, int keys, Instant until) {
    ChoicePanel choice =
        new ChoicePanel(
            "Confirm it with which?",
            new JourneyState.ChooseToken(cards, keys, until),
            ticker,
            answers::choose);
    return new Drawn(List.of(choice.root(), Forms.buttons(stop())), choice.first());
  }

  /**
   * Says what runs.
   *
   * @param touch whether a key waits for the hand
   * @param until when it ends by itself; empty while it goes on and says so
   */
  public Drawn running(String words, boolean touch, Optional<Instant> until) {
    Node sentence = SafeTextFlow.prose(words, "subtitle");
    sentence.setId(id + "-waits");
    VBox text = new VBox(4, sentence);
    until.ifPresent(end -> text.getChildren().add(left("It stops by itself", end)));
    text.setMinWidth(0);
    HBox.setHgrow(text, Priority.ALWAYS);
    Node icon = (touch ? Icon.TOUCH : Icon.KEY).node("icon-large", "accent-icon");
    List<Node> nodes = new ArrayList<>(List.of(Ui.row("touch", icon, text)));
    if (touch) {
      demo.ifPresent(key -> nodes.add(DemoNotes.touch(key)));
    }
    Button stop = stop();
    nodes.add(Forms.buttons(stop));
    return new Drawn(nodes, stop);
  }

  private Button stop() {
    Button stop = Ui.button("_Stop", "Esc", answers::stop);
    stop.setId(id + "-stop");
    return stop;
  }

  private Label left(String what, Instant deadline) {
    Label left = Ui.words("", "small", "muted");
    left.textProperty()
        .bind(
            Bindings.createStringBinding(
                () ->
                    what
                        + ", "
                        + Math.max(0, Times.secondsLeft(ticker.now().get(), deadline))
                        + " s left.",
                ticker.now()));
    return left;
  }
}
