package dev.countersign.proof.testing;

import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonBoolean;
import dev.countersign.proof.json.JsonInteger;
import dev.countersign.proof.json.JsonNull;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonString;
import dev.countersign.proof.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;

/** Random JSON trees whose texts try to hide, to break lines and to look like something else. */
public final class JsonTrees {
  private static final List<String> HOSTILE =
      List.of(
          "",
          "/",
          "~",
          "~0",
          "~1",
          "\\",
          "\\u{A}",
          "\\\\",
          "\t",
          "\n",
          "\r\n",
          "\u2028",
          "\u202e",
          "\u200b",
          "\u0085",
          "\u00a0",
          "\ud83d\ude00",
          "e\u0301",
          "\u00e9",
          "0",
          "1",
          "null",
          "{}",
          "[]",
          "true",
          "a\tstring\tb\n/c",
          "source",
          "claimed",
          "type",
          "\u0430",
          "\ue000",
          "\udb40\udc41",
          "\u001b[31m",
          "\u007f",
          "\"",
          "<b>");

  private JsonTrees() {}

  /** Text of every scalar value but U+0000 and the noncharacters. */
  public static Arbitrary<String> texts() {
    Arbitrary<String> any =
        Arbitraries.integers()
            .between(1, 0x10FFFD)
            .filter(JsonTrees::isCharacter)
            .map(Character::toString)
            .list()
            .ofMaxSize(6)
            .map(points -> String.join("", points));
    Arbitrary<String> hostile =
        Arbitraries.of(HOSTILE).list().ofMaxSize(3).map(parts -> String.join("", parts));
    return Arbitraries.frequencyOf(Tuple.of(3, hostile), Tuple.of(1, any));
  }

  /** Values of any type, nested at most {@code depth} deep. */
  public static Arbitrary<JsonValue> values(int depth) {
    Arbitrary<JsonValue> leaves =
        Arbitraries.oneOf(
            texts().map(JsonString::new),
            Arbitraries.longs().between(-JsonInteger.MAX, JsonInteger.MAX).map(JsonInteger::new),
            Arbitraries.of(true, false).map(JsonBoolean::new),
            Arbitraries.just(JsonNull.NULL));
    if (depth == 0) {
      return leaves;
    }
    Arbitrary<JsonValue> inner = Arbitraries.lazy(() -> values(depth - 1));
    return Arbitraries.frequencyOf(
        Tuple.of(3, leaves),
        Tuple.of(2, inner.list().ofMaxSize(4).map(JsonArray::new)),
        Tuple.of(3, objects(inner).map(object -> (JsonValue) object)));
  }

  /** Objects over such values. */
  public static Arbitrary<JsonObject> objects(int depth) {
    return objects(values(depth - 1));
  }

  private static Arbitrary<JsonObject> objects(Arbitrary<JsonValue> inner) {
    return Arbitraries.maps(texts(), inner)
        .ofMaxSize(4)
        .map(members -> new JsonObject(new LinkedHashMap<>(members)));
  }

  private static boolean isCharacter(int point) {
    boolean surrogate = point >= 0xD800 && point <= 0xDFFF;
    boolean noncharacter = (point >= 0xFDD0 && point <= 0xFDEF) || (point & 0xFFFE) == 0xFFFE;
    return !surrogate && !noncharacter;
  }
}
