package dev.countersign.desktop.ui.tokens;

import dev.countersign.desktop.ui.common.PinText;
import dev.countersign.desktop.ui.common.SafeTextFlow;
import javafx.scene.Node;
import javafx.scene.control.PasswordField;
import javafx.scene.layout.VBox;

/** A field for a PIN under its label, which may have a name from outside in it. */
final class PinField {
  private final PasswordField field = new PasswordField();
  private final VBox root;

  PinField(String id, String label) {
    field.setId(id);
    field.setAccessibleText(label);
    root = new VBox(4, SafeTextFlow.prose(label, "strong"), field);
  }

  Node root() {
    return root;
  }

  PasswordField field() {
    return field;
  }

  boolean isEmpty() {
    return field.getCharacters().isEmpty();
  }

  void onEnter(Runnable action) {
    field.setOnAction(_ -> action.run());
  }

  /** What was typed, to be wiped by the caller. */
  char[] take() {
    return PinText.take(field);
  }
}
