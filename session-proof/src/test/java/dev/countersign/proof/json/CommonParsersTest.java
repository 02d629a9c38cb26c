package dev.countersign.proof.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.JsonTrees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What we accept, common parsers read alike; what they disagree about, we refuse. */
class CommonParsersTest {
  private static final ObjectMapper DEFAULT = new ObjectMapper();
  private static final ObjectMapper STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  @Property(tries = 500)
  @Label("what we accept, Jackson in its default and its strict mode reads as the same tree")
  void sameTree(@ForAll("trees") JsonValue tree) throws Exception {
    sameForAll(JsonWriter.compact(tree), tree);
  }

  @Property(tries = 2_000)
  @Label("of a request with random bytes changed, what we accept the others read as the same tree")
  void mutated(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    byte[] document = JsonWriter.compact(Fixture.requestPayload());
    for (int i = 0; i <= random.nextInt(3); i++) {
      document[random.nextInt(document.length)] = (byte) (random.nextInt(0x60) + 0x20);
    }
    JsonValue ours;
    try {
      ours = StrictJson.parse(document);
    } catch (RefusedException refused) {
      return;
    }
    sameForAll(document, ours);
  }

  private static void sameForAll(byte[] document, JsonValue ours) throws IOException {
    assertThat(tree(DEFAULT.readTree(document))).isEqualTo(ours);
    assertThat(tree(STRICT.readTree(document))).isEqualTo(ours);
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("what Jackson accepts by default, and others refuse or read otherwise, we refuse")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a duplicate member, where the last one wins | {\"a\":1,\"a\":2} | default",
        "a duplicate member after unescaping | {\"a\":1,\"\\u0061\":2} | default",
        "a lone high surrogate | \"\\ud83d\" | both",
        "a lone low surrogate | \"\\ude00\" | both",
        "a noncharacter | \"\\uffff\" | both",
        "a noncharacter beyond the first plane | \"\\ud83f\\udffe\" | both",
        "U+0000 | \"\\u0000\" | both",
        "an integer that doubles round | 9007199254740993 | both",
        "an integer beyond 64 bits | 123456789012345678901234567890 | both",
        "minus zero | -0 | both",
        "a fraction | 1.0 | both",
        "an exponent | 1e2 | both",
        "an exponent that is infinite as a double | 1e400 | both",
        "a second value behind the first | {} {} | default",
        "text behind the value | {} x | default",
        "nesting of 13 levels | [[[[[[[[[[[[[]]]]]]]]]]]]] | both"
      })
  void disagreement(String about, String document, String acceptedBy) {
    byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
    assertThat(reads(DEFAULT, bytes)).as("Jackson by default: " + about).isTrue();
    assertThat(reads(STRICT, bytes))
        .as("Jackson, strict: " + about)
        .isEqualTo("both".equals(acceptedBy));
    refused(bytes);
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("bytes that Jackson guesses an encoding for, or takes as UTF-8, we refuse")
  @CsvSource({
    "a byte order mark, EFBBBF5B5D",
    "UTF-16 big-endian without a mark, 005B005D",
    "UTF-16 little-endian without a mark, 5B005D00",
    "UTF-16 with a mark, FEFF005B005D",
    "UTF-32 big-endian, 0000005B0000005D"
  })
  void encodings(String about, String hex) {
    byte[] bytes = java.util.HexFormat.of().parseHex(hex);
    assertThat(reads(DEFAULT, bytes)).as("Jackson by default: " + about).isTrue();
    refused(bytes);
  }

  private static void refused(byte[] document) {
    assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> StrictJson.parse(document));
  }

  private static boolean reads(ObjectMapper mapper, byte[] document) {
    try {
      return Optional.ofNullable(mapper.readTree(document)).isPresent();
    } catch (JacksonException refused) {
      return false;
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static JsonValue tree(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> {
        LinkedHashMap<String, JsonValue> members = new LinkedHashMap<>();
        node.properties().forEach(each -> members.put(each.getKey(), tree(each.getValue())));
        yield new JsonObject(members);
      }
      case ARRAY -> {
        List<JsonValue> items = new ArrayList<>();
        node.forEach(each -> items.add(tree(each)));
        yield new JsonArray(items);
      }
      case STRING -> new JsonString(node.textValue());
      case NUMBER -> new JsonInteger(node.longValue());
      case BOOLEAN -> new JsonBoolean(node.booleanValue());
      case NULL -> JsonNull.NULL;
      default -> throw new IllegalStateException("not JSON: " + node.getNodeType());
    };
  }

  @Provide
  Arbitrary<JsonValue> trees() {
    return JsonTrees.values(4);
  }
}
