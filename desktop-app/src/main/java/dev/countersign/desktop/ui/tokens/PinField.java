package dev.countersign.desktop.ui.tokens;

import dev.countersign.desktop.ui.common.PinText;
import dev.countersign.desktop.ui.common.SafeTextFlow;
import javafx.scene.Node;
import javafx.scene.control.PasswordField;
import javafx.scene.layout.VBox;

/** A field for a PIN under its label, which may have a name from outside in it. */
public final class PinField {
  private final PasswordField field = new PasswordField();
  private final VBox root;

  /**
   * An empty one.
   *
   * @param label may hold a name from outside
   */
  public PinField(String id, String label) {
    field.setId(id);
    field.setAccessibleText(label);
    root = new VBox(4, SafeTextFlow.prose(label, "strong"), field);
  }

  public Node root() {
    return root;
  }

  public PasswordField field() {
    return field;
  }

  public boolean isEmpty() {
    return field.getCharacters().isEmpty();
  }

  public void onEnter(Runnable action) {
    field.setOnAction(_ -> action.run());
  }

  /** What was typed, to be wiped by the caller. */
  public char[] take() {
    return PinText.take(field);
  }
}
