package dev.countersign.proof.json;

import java.util.List;

/** An immutable array. */
public record JsonArray(List<JsonValue> items) implements JsonValue {
  public JsonArray {
    items = List.copyOf(items);
  }

  /** An array of strings. */
  public static JsonArray ofStrings(List<String> values) {
    return new JsonArray(values.stream().<JsonValue>map(JsonString::new).toList());
  }
}
