package dev.countersign.desktop.ui.tokens;

import dev.countersign.desktop.ui.common.SafeTextFlow;
import dev.countersign.desktop.ui.common.Ui;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;

/** Asks for the PINs when one is set or changed. Enter goes to the next field, then sends. */
final class PinsForm implements ActivityPanel.Form {
  private final TokensViewModel model;
  private final PinField current = new PinField("pin-current", "Present PIN");
  private final PinField fresh = new PinField("pin-fresh", "New PIN");
  private final PinField again = new PinField("pin-again", "New PIN once more");
  private final List<Node> nodes = new ArrayList<>();
  private final boolean hasPin;

  PinsForm(TokenActivity.EnterPins form, TokensViewModel model) {
    this.model = model;
    this.hasPin = form.hasPin();
    String verb = hasPin ? "Change the PIN of “" : "Set a PIN for “";
    nodes.add(SafeTextFlow.prose(verb + form.key().name() + "”", "subtitle"));
    nodes.addAll(Forms.message(form.message()));
    if (hasPin) {
      nodes.add(current.root());
    }
    nodes.add(fresh.root());
    nodes.add(again.root());
    nodes.add(
        Ui.words(
            "At least " + form.fewest() + " characters. They go to the key and nowhere else.",
            "small",
            "muted"));
    Button go = Ui.button(hasPin ? "_Change PIN" : "_Set PIN", "Enter", this::send, "primary");
    go.setId("pin-send");
    nodes.add(Forms.buttons(go, Forms.cancel(model, "Cancel")));
    current.onEnter(() -> fresh.field().requestFocus());
    fresh.onEnter(() -> again.field().requestFocus());
    again.onEnter(this::send);
  }

  private void send() {
    model.changePin(current.take(), fresh.take(), again.take());
  }

  @Override
  public List<Node> nodes() {
    return nodes;
  }

  @Override
  public Node first() {
    return (hasPin ? current : fresh).field();
  }
}
