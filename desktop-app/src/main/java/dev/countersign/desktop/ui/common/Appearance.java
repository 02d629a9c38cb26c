package dev.countersign.desktop.ui.common;

import java.net.URL;
import java.util.List;
import java.util.Locale;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Parent;
import javafx.scene.Scene;

/** How the desk looks: theme, text size and motion. Applied to a scene at once and on change. */
public final class Appearance {
  /** Text size at 100 %, in pixels. */
  public static final double BASE_FONT_PX = 14;

  /** The offered text sizes, in per cent. */
  public static final List<Integer> SCALES = List.of(100, 125, 150, 175, 200);

  private final ObjectProperty<Theme> theme = new SimpleObjectProperty<>(Theme.LIGHT);
  private final IntegerProperty scalePercent = new SimpleIntegerProperty(100);
  private final BooleanProperty reducedMotion = new SimpleBooleanProperty(false);

  public ObjectProperty<Theme> theme() {
    return theme;
  }

  /** 100 to 200. */
  public IntegerProperty scalePercent() {
    return scalePercent;
  }

  /** When set, nothing moves, not even where a touch is awaited. */
  public BooleanProperty reducedMotion() {
    return reducedMotion;
  }

  /** One em in pixels. */
  public double em() {
    return BASE_FONT_PX * scalePercent.get() / 100;
  }

  /** Dresses the scene and keeps it dressed when a setting changes. */
  public void applyTo(Scene scene) {
    BundledFonts.require();
    dress(scene);
    theme.subscribe(() -> dress(scene));
    scalePercent.subscribe(() -> dress(scene));
  }

  private void dress(Scene scene) {
    scene.setUserAgentStylesheet(theme.get().controls());
    scene.getStylesheets().setAll(resource(theme.get().tokens()), resource("desk.css"));
    Parent root = scene.getRoot();
    root.setStyle(String.format(Locale.ROOT, "-fx-font-size: %.2fpx;", em()));
  }

  private static String resource(String name) {
    URL url = Appearance.class.getResource("/dev/countersign/desktop/ui/" + name);
    if (url == null) {
      throw new IllegalStateException(name + " is not in the jar");
    }
    return url.toExternalForm();
  }
}
