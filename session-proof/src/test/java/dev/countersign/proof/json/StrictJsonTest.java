package dev.countersign.proof.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Protocol §1: each rule of the strict profile that common parsers get wrong. */
class StrictJsonTest {
  @ParameterizedTest(name = "{0}")
  @DisplayName("a number that is not an integer in its one form is refused")
  @ValueSource(
      strings = {
        "-0",
        "1.0",
        "0.0",
        "-0.0",
        "1e2",
        "1E2",
        "1e0",
        "1e-1",
        "01",
        "00",
        "-01",
        "+1",
        ".5",
        "1.",
        "-",
        "--1",
        "0x10",
        "1_000",
        "NaN",
        "Infinity",
        "-Infinity",
        "9007199254740992",
        "-9007199254740992",
        "9223372036854775808",
        "18446744073709551617",
        "100000000000000000000000000000000000000000000000000",
        "1e400",
        "١"
      })
  void numbers(String number) {
    refused("[" + number + "]");
    refused(number);
    refused("{\"a\":" + number + "}");
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("an integer within ±(2^53−1) is taken exactly")
  @ValueSource(longs = {0, 1, -1, 10, 9007199254740991L, -9007199254740991L})
  void integers(long number) throws Exception {
    assertThat(parse(Long.toString(number))).isEqualTo(new JsonInteger(number));
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("text that is not JSON is refused")
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "}",
        "[",
        "]",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{,}",
        "{\"a\" 1}",
        "{a:1}",
        "{'a':1}",
        "['a']",
        "// c\n1",
        "/* c */ 1",
        "1 // c",
        "# c\n1",
        "[1]]",
        "{}{}",
        "1 2",
        "1,2",
        "{} x",
        "truefalse",
        "True",
        "TRUE",
        "nul",
        "undefined",
        "\"a",
        "\"a\"b",
        "\"\\x41\"",
        "\"\\'\"",
        "\"\\u12\"",
        "\"\\u12G4\"",
        "\"\\U0041\"",
        "\"\\u{41}\"",
        "\"a\nb\"",
        "\"a\tb\"",
        "\"\u0001\"",
        "\"\u001f\"",
        "\u00a01",
        "1\u00a0",
        "\u000c1",
        "\u000b1",
        "1\u0000",
        "\u001e1",
        "\u2028[]",
        "\uFEFF[]"
      })
  void notJson(String text) {
    refused(text);
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("an escape with digits that are not ASCII is refused")
  @ValueSource(strings = {"\u0131", "\u0130", "\u0661", "\uFF11", "\u4131"})
  void foreignHexDigits(String digit) {
    refused("\"\\u004" + digit + "\"");
    refused("\"\\u" + digit + "041\"");
    refused("{\"\\u004" + digit + "\":1}");
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("a member that is given twice is refused, compared after unescaping, at every level")
  @ValueSource(
      strings = {
        "{\"a\":1,\"a\":1}",
        "{\"a\":1,\"b\":2,\"a\":3}",
        "{\"a\":1,\"\\u0061\":2}",
        "{\"\":1,\"\":2}",
        "{\"/\":1,\"\\/\":2}",
        "{\"\uD83D\uDE00\":1,\"\\uD83D\\uDE00\":2}",
        "[{\"x\":{\"k\":1,\"\\u006b\":1}}]",
        "{\"\\n\":1,\"\\u000a\":2}",
        "{\"__proto__\":1,\"__proto__\":2}"
      })
  void duplicates(String text) {
    refused(text);
  }

  @Test
  @DisplayName("members that differ only in case or normalisation are different members")
  void almostDuplicates() throws Exception {
    assertThat(parse("{\"a\":1,\"A\":2,\"\u00e9\":3,\"e\u0301\":4}"))
        .isInstanceOfSatisfying(
            JsonObject.class, object -> assertThat(object.members()).hasSize(4));
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("a lone surrogate, a noncharacter or U+0000 is refused in values and names")
  @ValueSource(
      strings = {
        "\\ud800",
        "\\udc00",
        "\\ud800x",
        "\\ud800\\ud800",
        "\\udc00\\ud800",
        "a\\udfff",
        "\\ud83d\\u0041",
        "\\ufffe",
        "\\uffff",
        "\\ufdd0",
        "\\ufdef",
        "\\ud83f\\udffe",
        "\\udbff\\udfff",
        "\\u0000",
        "a\\u0000b",
        "\uFFFE",
        "\uFFFF",
        "\uFDD0",
        "\uD83F\uDFFF"
      })
  void notText(String text) {
    refused("\"" + text + "\"");
    refused("{\"" + text + "\":1}");
    refused("{\"a\":[\"" + text + "\"]}");
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("bytes that are not UTF-8 are refused")
  @CsvSource({
    "overlong slash in two bytes, 22c0af22",
    "overlong NUL as in modified UTF-8, 22c08022",
    "overlong in three bytes, 22e0808022",
    "overlong in four bytes, 22f080808022",
    "a surrogate in three bytes, 22eda08022",
    "a surrogate pair in six bytes (CESU-8), 22eda0bdedb88022",
    "beyond U+10FFFF, 22f490808022",
    "five bytes, 22f88080808022",
    "a continuation byte alone, 228022",
    "cut short, 22c3",
    "Latin-1, 22e922",
    "0xFF, ff",
    "byte order mark, efbbbf5b5d",
    "byte order mark of UTF-16BE, feff005b005d",
    "byte order mark of UTF-16LE, fffe5b005d00",
    "byte order mark of UTF-32BE, 0000feff0000005b0000005d",
    "NUL bytes, 5b00005d"
  })
  void notUtf8(String what, String hex) {
    assertThat(what).isNotEmpty();
    refused(HexFormat.of().parseHex(hex));
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("another encoding is refused, with and without a byte order mark")
  @ValueSource(strings = {"UTF-16", "UTF-16BE", "UTF-16LE", "UTF-32", "UTF-32BE", "UTF-32LE"})
  void otherEncodings(String name) {
    refused("{\"a\":1}".getBytes(Charset.forName(name)));
    refused("[]".getBytes(Charset.forName(name)));
    refused("1".getBytes(Charset.forName(name)));
  }

  @Test
  @DisplayName("nesting deeper than the limit is refused, up to the limit it is taken")
  void depth() throws Exception {
    parse("[".repeat(StrictJson.MAX_DEPTH) + "]".repeat(StrictJson.MAX_DEPTH));
    refused("[".repeat(StrictJson.MAX_DEPTH + 1) + "]".repeat(StrictJson.MAX_DEPTH + 1));
    refused("{\"a\":".repeat(StrictJson.MAX_DEPTH + 1) + "1" + "}".repeat(13));
    refused("[".repeat(60_000));
  }

  @Test
  @DisplayName("a document of 64 KiB is taken, one byte more is too large")
  void size() throws Exception {
    byte[] full = new byte[StrictJson.MAX_BYTES];
    Arrays.fill(full, (byte) 'a');
    full[0] = '"';
    full[full.length - 1] = '"';
    StrictJson.parse(full);
    byte[] more = Arrays.copyOf(full, full.length + 1);
    more[full.length] = ' ';
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> StrictJson.parse(more))
        .satisfies(refused -> assertThat(refused.code()).isEqualTo(RefusalCode.TOO_LARGE));
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("only an object passes where an object is wanted")
  @ValueSource(strings = {"[]", "1", "\"a\"", "null", "true"})
  void notAnObject(String text) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> StrictJson.parseObject(text.getBytes(StandardCharsets.UTF_8)))
        .satisfies(refused -> assertThat(refused.code()).isEqualTo(RefusalCode.MALFORMED_JSON));
  }

  @Test
  @DisplayName("white space of RFC 8259 and every escape are read, members keep their order")
  void accepted() throws Exception {
    JsonValue value =
        parse(
            "\t\r\n {\"b\" : [ 1 , null ] , \"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00E9\\uD83D\\uDE00\"}\n");
    assertThat(value)
        .isInstanceOfSatisfying(
            JsonObject.class,
            object -> {
              assertThat(object.members().keySet()).containsExactly("b", "a");
              assertThat(object.get("a"))
                  .contains(new JsonString("\"\\/\b\f\n\r\t\u00e9\uD83D\uDE00"));
            });
    assertThat(parse("\"\\u005c\\u0022\"")).isEqualTo(new JsonString("\\\""));
  }

  @Test
  @DisplayName("a refusal never quotes the document")
  void noQuotes() {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> parse("{\"password\": hunter2}"))
        .satisfies(
            refused -> assertThat(refused.getMessage()).doesNotContain("hunter2", "password"));
  }

  private static JsonValue parse(String text) throws RefusedException {
    return StrictJson.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void refused(String text) {
    refused(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void refused(byte[] document) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> StrictJson.parse(document))
        .satisfies(refused -> assertThat(refused.code()).isEqualTo(RefusalCode.MALFORMED_JSON));
  }
}
