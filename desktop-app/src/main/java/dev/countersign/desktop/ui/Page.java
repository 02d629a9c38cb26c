package dev.countersign.desktop.ui;

import dev.countersign.desktop.ui.common.Icon;
import javafx.scene.input.KeyCode;

/** The pages of the desk, in the order of the navigation and of Ctrl+1 to Ctrl+5. */
public enum Page {
  INBOX("Inbox", Icon.INBOX, KeyCode.DIGIT1),
  ACTIVE("Active", Icon.ACTIVE, KeyCode.DIGIT2),
  HISTORY("History", Icon.HISTORY, KeyCode.DIGIT3),
  TOKENS("Tokens", Icon.KEY, KeyCode.DIGIT4),
  SETTINGS("Settings", Icon.SETTINGS, KeyCode.DIGIT5);

  private final String label;
  private final Icon icon;
  private final KeyCode digit;

  Page(String label, Icon icon, KeyCode digit) {
    this.label = label;
    this.icon = icon;
    this.digit = digit;
  }

  String label() {
    return label;
  }

  Icon icon() {
    return icon;
  }

  /** The key that, with Ctrl, goes there. */
  KeyCode digit() {
    return digit;
  }
}
