package dev.countersign.desktop.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u202e",
        "\u200b",
        "\u2066",
        "\u0000",
        "\n",
        "\t",
        "\u00a0",
        "\ufeff",
        "\u00ad",
        "\u0301",
        "\u05d0",
        "\u0627",
        "\u4e2d",
        "\ud83d\ude00",
        "\ue000",
        "\ufffe"
      })
  @DisplayName("D2 a character that hides, reorders or has no glyph becomes an escape")
  void escapes(String hidden) {
    assertThat(SafeText.runs("a" + hidden + "b"))
        .extracting(SafeText.Run::escaped)
        .containsExactly(false, true, false);
    assertThat(SafeText.flat(hidden)).matches("\\\\u\\{[0-9A-F]+}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"prod/db/orders-primary", "Zoë · Ångström – “ja”", "снег", "a  b", "\\u{202E}"})
  @DisplayName("D2 a character that the fonts show stands for itself")
  void shows(String plain) {
    assertThat(SafeText.runs(plain)).containsExactly(new SafeText.Run(plain, plain, false));
  }

  @Test
  @DisplayName("D2 spaces at the edges, which nobody would see, become escapes")
  void edges() {
    assertThat(SafeText.flat(" a b ")).isEqualTo("\\u{20}a b\\u{20}");
    assertThat(SafeText.flat("  ")).isEqualTo("\\u{20}\\u{20}");
  }

  @Test
  @DisplayName("D2 the runs of a text are the whole text")
  void nothingIsLost() {
    String text = " x\u202Ey\r\n\u0627\ud83d\ude00 z\u200b ";
    assertThat(SafeText.runs(text).stream().map(SafeText.Run::source).collect(Collectors.joining()))
        .isEqualTo(text);
  }
}
