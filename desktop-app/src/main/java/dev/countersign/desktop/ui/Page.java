package dev.countersign.desktop.ui;

import dev.countersign.desktop.ui.common.Icon;

/** The pages of the desk, in the order of the navigation and of Ctrl+1 to Ctrl+5. */
public enum Page {
  INBOX("Inbox", Icon.INBOX),
  ACTIVE("Active", Icon.ACTIVE),
  HISTORY("History", Icon.HISTORY),
  TOKENS("Tokens", Icon.KEY),
  SETTINGS("Settings", Icon.SETTINGS);

  private final String label;
  private final Icon icon;

  Page(String label, Icon icon) {
    this.label = label;
    this.icon = icon;
  }

  String label() {
    return label;
  }

  Icon icon() {
    return icon;
  }
}
