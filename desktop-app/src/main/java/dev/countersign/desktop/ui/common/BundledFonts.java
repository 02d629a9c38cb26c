package dev.countersign.desktop.ui.common;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import javafx.scene.text.Font;

/**
 * The two typefaces that travel with the desk, so that a picture is the same on every machine and
 * the set of characters that can be shown is known.
 */
public final class BundledFonts {
  /** The family for everything the desk itself says. */
  public static final String UI = "Inter";

  /** The family for signed values, digests and the requester's own words. */
  public static final String MONO = "JetBrains Mono";

  private static final BundledFonts LOADED = load();

  private final FontCoverage ui;
  private final FontCoverage mono;

  private BundledFonts(FontCoverage ui, FontCoverage mono) {
    this.ui = ui;
    this.mono = mono;
  }

  /** Makes the families known to JavaFX; more calls change nothing. */
  public static void require() {
    if (!Font.getFamilies().contains(MONO)) {
      throw new IllegalStateException("the bundled fonts were not loaded");
    }
  }

  /**
   * Whether both bundled families show this code point, so that the same text may stand in either.
   */
  static boolean show(int codePoint) {
    return LOADED.ui.covers(codePoint) && LOADED.mono.covers(codePoint);
  }

  private static BundledFonts load() {
    FontCoverage ui = loadOne("Inter-Regular.otf");
    loadOne("Inter-SemiBold.otf");
    return new BundledFonts(ui, loadOne("JetBrainsMono-Regular.ttf"));
  }

  private static FontCoverage loadOne(String file) {
    String path = "/dev/countersign/desktop/ui/fonts/" + file;
    try (InputStream in = BundledFonts.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException(file + " is not in the jar");
      }
      byte[] bytes = in.readAllBytes();
      if (Font.loadFont(new ByteArrayInputStream(bytes), 14) == null) {
        throw new IllegalStateException(file + " cannot be loaded");
      }
      return FontCoverage.of(bytes);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
