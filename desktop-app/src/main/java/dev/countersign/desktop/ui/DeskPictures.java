package dev.countersign.desktop.ui;

import dev.countersign.desktop.ui.common.PngWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.scene.Scene;
import javafx.scene.image.WritableImage;

/** Pictures of the desk as it is on screen. */
public final class DeskPictures {
  private DeskPictures() {}

  /** Takes the picture; on the FX thread. */
  public static WritableImage take(Scene scene) {
    scene.getRoot().applyCss();
    scene.getRoot().layout();
    return scene.snapshot(null);
  }

  /** Writes the picture as PNG; not on the FX thread. */
  public static void write(WritableImage picture, Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      PngWriter.write(picture, out);
    }
  }
}
