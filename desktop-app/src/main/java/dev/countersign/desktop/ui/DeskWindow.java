package dev.countersign.desktop.ui;

import dev.countersign.desktop.ui.common.Appearance;
import javafx.scene.Scene;
import javafx.stage.Stage;

/** The desk in a window of the desktop. */
public final class DeskWindow {
  private static final double WIDTH = 1100;
  private static final double HEIGHT = 720;
  private static final double MIN_WIDTH = 900;
  private static final double MIN_HEIGHT = 600;

  private DeskWindow() {}

  /** Shows the desk on the stage, on the FX thread; closing the window closes the shell. */
  public static DeskShell show(Stage stage, DeskServices services, Appearance appearance) {
    return show(stage, services, appearance, WIDTH, HEIGHT);
  }

  /**
   * The same with a given size of the scene in pixels; the Headless platform has a screen of 1000 ×
   * 1000.
   */
  public static DeskShell show(
      Stage stage, DeskServices services, Appearance appearance, double width, double height) {
    DeskShell shell = new DeskShell(services, appearance);
    Scene scene = shell.scene(width, height);
    stage.setTitle(title(services));
    stage.setScene(scene);
    stage.setMinWidth(MIN_WIDTH);
    stage.setMinHeight(MIN_HEIGHT);
    stage.setOnHidden(_ -> shell.close());
    stage.show();
    return shell;
  }

  private static String title(DeskServices services) {
    String gateway = services.identity().gatewayName();
    return (services.identity().demo() ? "DEMO — " : "") + "Countersign — " + gateway;
  }
}
