package dev.countersign.proof.presentation;

import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonBoolean;
import dev.countersign.proof.json.JsonInteger;
import dev.countersign.proof.json.JsonNull;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonString;
import dev.countersign.proof.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Walks a payload and takes every leaf exactly once, in the order in which it travelled. */
final class Leaves {
  private static final Set<String> REQUESTER_MEMBERS =
      Set.of("authorization_details", "reason", "ticket", "context");

  private final List<Leaf> leaves = new ArrayList<>();

  private Leaves() {}

  static List<Leaf> of(JsonObject payload) {
    Leaves walk = new Leaves();
    for (Map.Entry<String, JsonValue> member : payload.members().entrySet()) {
      Voice voice = REQUESTER_MEMBERS.contains(member.getKey()) ? Voice.REQUESTER : Voice.GATEWAY;
      walk.visit(step("", member.getKey()), member.getValue(), voice);
    }
    return List.copyOf(walk.leaves);
  }

  private void visit(String pointer, JsonValue value, Voice voice) {
    switch (value) {
      case JsonObject object when object.members().isEmpty() ->
          leaf(pointer, LeafType.OBJECT, "{}", voice);
      case JsonObject object -> {
        Voice inner = isClaimed(object) ? Voice.REQUESTER : voice;
        object.members().forEach((name, child) -> visit(step(pointer, name), child, inner));
      }
      case JsonArray(List<JsonValue> items) when items.isEmpty() ->
          leaf(pointer, LeafType.ARRAY, "[]", voice);
      case JsonArray(List<JsonValue> items) -> {
        for (int i = 0; i < items.size(); i++) {
          visit(pointer + "/" + i, items.get(i), voice);
        }
      }
      case JsonString(String text) -> leaf(pointer, LeafType.STRING, text, voice);
      case JsonInteger(long number) ->
          leaf(pointer, LeafType.INTEGER, Long.toString(number), voice);
      case JsonBoolean(boolean flag) ->
          leaf(pointer, LeafType.BOOLEAN, Boolean.toString(flag), voice);
      case JsonNull.NULL -> leaf(pointer, LeafType.NULL, "null", voice);
    }
  }

  /** A session attribute that the requester only claims is the requester's words. */
  private static boolean isClaimed(JsonObject object) {
    return object.get("source").filter(new JsonString("claimed")::equals).isPresent();
  }

  private void leaf(String pointer, LeafType type, String value, Voice voice) {
    leaves.add(new Leaf(pointer, type, value, voice));
  }

  /** One more step of an RFC 6901 pointer. */
  private static String step(String pointer, String name) {
    return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
  }
}
