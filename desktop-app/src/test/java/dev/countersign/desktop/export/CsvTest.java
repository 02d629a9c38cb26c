package dev.countersign.desktop.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {
  @ParameterizedTest
  @DisplayName("a field that a spreadsheet could take for a formula is made text")
  @ValueSource(
      strings = {
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "\u00a0=1",
        "\u200b=1",
        "\ufeff=1",
        "\uff1d1",
        "\uff0b1",
        "\uff0d1",
        "\uff20x",
        "\ufe66x",
        "\ufe62x",
        "\ufe63x",
        "\ufe6bx",
        "\u22121",
        "\u207a1",
        "\u208b1",
        "\u202e=1",
        "\u0301=1",
        "|cmd",
        "%x"
      })
  void formulas(String value) {
    assertThat(Csv.field(value)).startsWith("\"'");
  }

  @ParameterizedTest
  @DisplayName(
      "a formula behind a separator or a line end inside a field is made text too, because a"
          + " spreadsheet of another region ends the field there")
  @ValueSource(strings = {"a;=1", "a; \u200b\uff1d1", "a\t+1", "a\r\n-1", "a;\"=1", ";=1"})
  void separators(String value) {
    assertThat(Csv.field(value).replace("'", "").replace("\"\"", "\""))
        .isEqualTo('"' + value + '"');
    assertThat(Csv.field(value)).matches("(?s)\".*[;\t\n][ \u200b\"]*'[=+\uff1d-]1\"");
  }

  @ParameterizedTest
  @DisplayName("an ordinary field stays as it is")
  @ValueSource(
      strings = {"", " ", "a=b", "12", "x-1", "prod/db", "\u200b", "'quoted'", "a; b", "a;1\t2"})
  void ordinary(String value) {
    assertThat(Csv.field(value)).isEqualTo('"' + value + '"');
  }

  @Test
  @DisplayName("quotes, commas and line ends stay inside their field (RFC 4180)")
  void row() {
    assertThat(Csv.row(List.of("a\"b", "c,d", "e\r\nf")))
        .isEqualTo("\"a\"\"b\",\"c,d\",\"e\r\nf\"\r\n");
  }
}
