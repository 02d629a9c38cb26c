package dev.countersign.desktop.ui.common;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;

/** The three looks of the desk. */
public enum Theme {
  LIGHT("Light", "theme-light.css", new PrimerLight().getUserAgentStylesheet()),
  DARK("Dark", "theme-dark.css", new PrimerDark().getUserAgentStylesheet()),
  HIGH_CONTRAST("High contrast", "theme-contrast.css", new PrimerDark().getUserAgentStylesheet());

  private final String label;
  private final String tokens;
  private final String controls;

  Theme(String label, String tokens, String controls) {
    this.label = label;
    this.tokens = tokens;
    this.controls = controls;
  }

  /** What the settings call it. */
  public String label() {
    return label;
  }

  /** The stylesheet with this theme's colour tokens, as a resource beside the desk's own. */
  String tokens() {
    return tokens;
  }

  /** The AtlantaFX stylesheet that draws the controls. */
  String controls() {
    return controls;
  }
}
