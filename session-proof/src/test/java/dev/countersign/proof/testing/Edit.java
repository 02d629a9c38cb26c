package dev.countersign.proof.testing;

import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonInteger;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonString;
import dev.countersign.proof.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Changed copies of JSON trees. A path is dotted: {@code authorization_details.0.type}. */
public final class Edit {
  private Edit() {}

  /** The object with a value set at a path; its last step may be new. */
  public static JsonObject set(JsonObject object, String path, JsonValue value) {
    return (JsonObject) set(object, steps(path), value);
  }

  public static JsonObject set(JsonObject object, String path, String value) {
    return set(object, path, new JsonString(value));
  }

  public static JsonObject set(JsonObject object, String path, long value) {
    return set(object, path, new JsonInteger(value));
  }

  /** The object without the member at a path. */
  public static JsonObject remove(JsonObject object, String path) {
    List<String> steps = steps(path);
    if (steps.size() == 1) {
      LinkedHashMap<String, JsonValue> members = new LinkedHashMap<>(object.members());
      members.remove(path);
      return new JsonObject(members);
    }
    String parent = path.substring(0, path.lastIndexOf('.'));
    JsonObject inner = (JsonObject) get(object, parent);
    return set(object, parent, remove(inner, steps.getLast()));
  }

  /** The value at a path that exists. */
  public static JsonValue get(JsonObject object, String path) {
    JsonValue value = object;
    for (String step : steps(path)) {
      value =
          value instanceof JsonArray(List<JsonValue> items)
              ? items.get(Integer.parseInt(step))
              : ((JsonObject) value).get(step).orElseThrow();
    }
    return value;
  }

  /** The string at a path. */
  public static String text(JsonObject object, String path) {
    return ((JsonString) get(object, path)).value();
  }

  private static List<String> steps(String path) {
    return List.of(path.split("\\."));
  }

  private static JsonValue set(JsonValue target, List<String> steps, JsonValue value) {
    if (steps.isEmpty()) {
      return value;
    }
    String step = steps.getFirst();
    List<String> rest = steps.subList(1, steps.size());
    if (target instanceof JsonArray(List<JsonValue> items)) {
      List<JsonValue> changed = new ArrayList<>(items);
      int index = Integer.parseInt(step);
      changed.set(index, set(changed.get(index), rest, value));
      return new JsonArray(changed);
    }
    LinkedHashMap<String, JsonValue> members = new LinkedHashMap<>(((JsonObject) target).members());
    JsonValue child = members.getOrDefault(step, JsonObject.builder().build());
    members.put(step, set(child, rest, value));
    return new JsonObject(members);
  }
}
