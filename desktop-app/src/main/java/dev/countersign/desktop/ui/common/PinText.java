package dev.countersign.desktop.ui.common;

import javafx.scene.control.PasswordField;

/** Takes a PIN out of its field. */
public final class PinText {
  private PinText() {}

  /**
   * What was typed; the field is empty then. JavaFX keeps typed text in its own buffer, which
   * cannot be wiped; clearing it at once and never making a String of it is what is left to do.
   *
   * @return to be wiped by the caller
   */
  public static char[] take(PasswordField field) {
    CharSequence typed = field.getCharacters();
    char[] pin = new char[typed.length()];
    for (int i = 0; i < pin.length; i++) {
      pin[i] = typed.charAt(i);
    }
    field.clear();
    return pin;
  }
}
