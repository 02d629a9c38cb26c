package dev.countersign.desktop.ui.common;

import javafx.scene.layout.Region;
import javafx.scene.shape.FillRule;
import javafx.scene.shape.SVGPath;

/** The desk's icons, drawn on a grid of 24; they grow with the text. */
public enum Icon {
  INBOX("M3 4h18v16H3z M5 6v8h4l1.5 2.5h3L15 14h4V6z", true),
  ACTIVE(
      "M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20z M12 4.2a7.8 7.8 0 1 1 0 15.6a7.8 7.8 0 1 1 0-15.6z"
          + " M11 7h2v4.6l3.6 2.2-1 1.7L11 12.7z",
      true),
  HISTORY("M3 5h18v2.2H3z M3 10.9h18v2.2H3z M3 16.8h12v2.2H3z", false),
  KEY(
      "M8 6a6 6 0 1 0 5.7 7.9H16v3h3v-3h3v-3.8h-8.3A6 6 0 0 0 8 6z"
          + " M8 9.4a2.6 2.6 0 1 1 0 5.2a2.6 2.6 0 1 1 0-5.2z",
      true),
  SETTINGS(
      "M4 5h9v2.2H4z M17 5h3v2.2h-3z M13.6 3h2.6v6.2h-2.6z M4 11h3v2.2H4z M11 11h9v2.2h-9z"
          + " M7.6 9h2.6v6.2H7.6z M4 17h9v2.2H4z M17 17h3v2.2h-3z M13.6 15h2.6v6.2h-2.6z",
      false),
  CRITICAL("M12 2L23 21H1z M11 9v6h2V9z M11 16.6v2.2h2v-2.2z", true),
  HIGH("M12 1.5L22.5 12L12 22.5L1.5 12z M11 6.5v7h2v-7z M11 15.2v2.3h2v-2.3z", true),
  MEDIUM("M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20z M12 4.2v15.6a7.8 7.8 0 0 1 0-15.6z", true),
  LOW(
      "M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20z M12 4.2a7.8 7.8 0 1 1 0 15.6a7.8 7.8 0 1 1 0-15.6z",
      true),
  DONE(
      "M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20z M10.6 16.6L6 12l1.7-1.7l2.9 2.9l5.8-5.8L18.1 9.1z",
      true),
  FAILED(
      "M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20z M8.2 6.6L12 10.4l3.8-3.8l1.6 1.6L13.6 12l3.8 3.8"
          + "l-1.6 1.6L12 13.6l-3.8 3.8l-1.6-1.6L10.4 12L6.6 8.2z",
      true),
  NOW(
      "M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20z M12 4.2a7.8 7.8 0 1 1 0 15.6a7.8 7.8 0 1 1 0-15.6z"
          + " M12 7.4a4.6 4.6 0 1 0 0 9.2a4.6 4.6 0 1 0 0-9.2z",
      true),
  INFO("M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20z M11 10.5v6.5h2v-6.5z M11 6.8v2.2h2V6.8z", true),
  LINK("M2 12a10 10 0 1 0 20 0a10 10 0 1 0-20 0z M12 7a5 5 0 1 1 0 10a5 5 0 1 1 0-10z", true),
  TOUCH(
      "M12 2a10 10 0 0 0-10 10h2.2a7.8 7.8 0 0 1 15.6 0H22A10 10 0 0 0 12 2z"
          + " M12 6.4A5.6 5.6 0 0 0 6.4 12h2.2a3.4 3.4 0 0 1 6.8 0h2.2A5.6 5.6 0 0 0 12 6.4z"
          + " M10.4 12v10h3.2V12a1.6 1.6 0 0 0-3.2 0z",
      false);

  /** Two points without extent, so that every icon is scaled as the whole grid. */
  private static final String GRID = "M0 0z M24 24z ";

  private final String path;
  private final boolean evenOdd;

  Icon(String path, boolean evenOdd) {
    this.path = path;
    this.evenOdd = evenOdd;
  }

  /** A new node; {@code tint} is one of the icon style classes, such as {@code danger-icon}. */
  public Region node(String... tint) {
    SVGPath shape = new SVGPath();
    shape.setContent(GRID + path);
    if (evenOdd) {
      shape.setFillRule(FillRule.EVEN_ODD);
    }
    Region region = new Region();
    region.setShape(shape);
    region.getStyleClass().add("icon");
    region.getStyleClass().addAll(tint);
    return region;
  }
}
