package dev.countersign.desktop.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Computes contrast as WCAG 2.2 defines it (relative luminance, success criterion 1.4.3). */
class ColourContrastTest {
  private static final Pattern TOKEN = Pattern.compile("-cs-([a-z-]+):\\s*#([0-9a-f]{6});");

  /** Every pair of text and ground that desk.css uses. */
  private static final List<String> TEXT_PAIRS =
      List.of(
          "fg/canvas",
          "fg/surface",
          "fg/sunken",
          "fg/theirs",
          "fg/danger-soft",
          "fg/ok-soft",
          "fg/accent-soft",
          "fg/warn-soft",
          "muted/canvas",
          "muted/surface",
          "muted/sunken",
          "muted/theirs",
          "muted/ok-soft",
          "muted/accent-soft",
          "accent/surface",
          "accent/canvas",
          "accent/accent-soft",
          "accent/sunken",
          "on-accent/accent",
          "danger/surface",
          "danger/canvas",
          "danger/danger-soft",
          "warn/surface",
          "warn/warn-soft",
          "ok/surface",
          "ok/ok-soft",
          "on-escape/escape",
          "on-demo/demo");

  /** Edges and icons that carry meaning need 3 : 1 (success criterion 1.4.11). */
  private static final List<String> EDGE_PAIRS =
      List.of(
          "control-line/surface",
          "focus/surface",
          "focus/canvas",
          "theirs-line/theirs",
          "muted/sunken");

  @ParameterizedTest(name = "{0}")
  @EnumSource(Theme.class)
  @DisplayName("text has a contrast of at least 4.5 to 1 in every theme")
  void textIsReadable(Theme theme) throws IOException {
    Map<String, double[]> tokens = tokens(theme);
    assertThat(TEXT_PAIRS)
        .allSatisfy(
            pair -> assertThat(contrast(tokens, pair)).as(pair).isGreaterThanOrEqualTo(4.5));
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(Theme.class)
  @DisplayName("edges of controls, focus and the requester's frame have at least 3 to 1")
  void edgesAreVisible(Theme theme) throws IOException {
    Map<String, double[]> tokens = tokens(theme);
    assertThat(EDGE_PAIRS)
        .allSatisfy(pair -> assertThat(contrast(tokens, pair)).as(pair).isGreaterThanOrEqualTo(3));
  }

  private static double contrast(Map<String, double[]> tokens, String pair) {
    String[] names = pair.split("/");
    double one = luminance(tokens.get(names[0]));
    double other = luminance(tokens.get(names[1]));
    return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  }

  private static double luminance(double[] rgb) {
    return 0.2126 * linear(rgb[0]) + 0.7152 * linear(rgb[1]) + 0.0722 * linear(rgb[2]);
  }

  private static double linear(double channel) {
    return channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4);
  }

  private static Map<String, double[]> tokens(Theme theme) throws IOException {
    String path = "/dev/countersign/desktop/ui/" + theme.tokens();
    Map<String, double[]> tokens = new HashMap<>();
    try (InputStream in = ColourContrastTest.class.getResourceAsStream(path)) {
      Matcher token = TOKEN.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      while (token.find()) {
        int rgb = Integer.parseInt(token.group(2), 16);
        tokens.put(
            token.group(1),
            new double[] {(rgb >> 16) / 255.0, (rgb >> 8 & 0xff) / 255.0, (rgb & 0xff) / 255.0});
      }
    }
    return tokens;
  }
}
