package dev.countersign.desktop.ui.common;

import dev.countersign.proof.request.Risk;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

/** Risk as word, icon and colour, never by colour alone. */
public final class RiskMark {
  private RiskMark() {}

  public static HBox badge(Risk.Level level) {
    HBox badge = Ui.row("risk", icon(level).node(), Ui.tag(level.wire()));
    badge.getStyleClass().add(style(level));
    badge.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
    badge.setMinWidth(Region.USE_PREF_SIZE);
    return badge;
  }

  /** A coloured edge for a card. */
  public static Region stripe(Risk.Level level) {
    Region stripe = new Region();
    stripe.getStyleClass().addAll("stripe", style(level));
    return stripe;
  }

  private static String style(Risk.Level level) {
    return "risk-" + level.wire();
  }

  private static Icon icon(Risk.Level level) {
    return switch (level) {
      case LOW -> Icon.LOW;
      case MEDIUM -> Icon.MEDIUM;
      case HIGH -> Icon.HIGH;
      case CRITICAL -> Icon.CRITICAL;
    };
  }
}
