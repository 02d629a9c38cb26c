package dev.countersign.proof.presentation;

import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonBoolean;
import dev.countersign.proof.json.JsonInteger;
import dev.countersign.proof.json.JsonNull;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonString;
import dev.countersign.proof.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The inverse of the canonical text, written from its specification alone. */
final class CanonicalTextReader {
  /** A node on the way: steps in order, each to a node or to a leaf. */
  private final Map<String, Object> children = new LinkedHashMap<>();

  private CanonicalTextReader() {}

  static JsonValue read(String text) {
    CanonicalTextReader root = new CanonicalTextReader();
    for (String line : text.split("\n")) {
      String[] parts = line.split("\t", -1);
      if (parts.length != 3) {
        throw new IllegalArgumentException("not three parts: " + line);
      }
      root.put(List.of(parts[0].substring(1).split("/", -1)), leaf(parts[1], unescape(parts[2])));
    }
    return root.tree();
  }

  private void put(List<String> steps, JsonValue leaf) {
    if (steps.size() == 1) {
      if (children.putIfAbsent(steps.getFirst(), leaf) != null) {
        throw new IllegalArgumentException("a leaf twice");
      }
      return;
    }
    Object next = children.computeIfAbsent(steps.getFirst(), step -> new CanonicalTextReader());
    ((CanonicalTextReader) next).put(steps.subList(1, steps.size()), leaf);
  }

  private JsonValue tree() {
    boolean array = children.keySet().stream().allMatch(step -> step.matches("0|[1-9][0-9]*"));
    List<JsonValue> items = new ArrayList<>();
    LinkedHashMap<String, JsonValue> members = new LinkedHashMap<>();
    children.forEach((step, child) -> {
      JsonValue value = child instanceof CanonicalTextReader node ? node.tree() : (JsonValue) child;
      items.add(value);
      members.put(unescape(step).replace("~1", "/").replace("~0", "~"), value);
    });
    return array ? new JsonArray(items) : new JsonObject(members);
  }

  private static JsonValue leaf(String type, String value) {
    return switch (type) {
      case "string" -> new JsonString(value);
      case "integer" -> new JsonInteger(Long.parseLong(value));
      case "boolean" -> new JsonBoolean(Boolean.parseBoolean(value));
      case "null" -> JsonNull.NULL;
      case "object" -> JsonObject.builder().build();
      case "array" -> new JsonArray(List.of());
      default -> throw new IllegalArgumentException(type);
    };
  }

  static String leafText(JsonValue value) {
    return switch (value) {
      case JsonString(String text) -> text;
      case JsonInteger(long number) -> Long.toString(number);
      case JsonBoolean(boolean flag) -> Boolean.toString(flag);
      case JsonNull.NULL -> "null";
      case JsonObject _ -> "{}";
      case JsonArray _ -> "[]";
    };
  }

  static String unescape(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != '\\') {
        out.append(text.charAt(i));
      } else if (text.charAt(i + 1) == '\\') {
        out.append('\\');
        i++;
      } else {
        int end = text.indexOf('}', i);
        out.appendCodePoint(Integer.parseInt(text.substring(i + 3, end), 16));
        i = end;
      }
    }
    return out.toString();
  }
}
