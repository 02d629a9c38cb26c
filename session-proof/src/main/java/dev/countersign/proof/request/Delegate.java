package dev.countersign.proof.request;

import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonString;
import dev.countersign.proof.json.JsonValue;
import dev.countersign.proof.json.ObjectReader;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What children of a request may ask for: details of one type, at no other locations and with no
 * other actions (RFC 9396 §2.2) than these.
 *
 * @param maxChildren how many children with a detail of this type may be approved, 1 to 1,000
 * @param depth how many levels of requests may follow, 1 to {@link #MAX_DEPTH}; 1 allows children
 *     and no grandchildren
 */
public record Delegate(
    String type, List<String> locations, List<String> actions, long maxChildren, long depth) {
  /** The longest chain below a request that was asked for on its own. */
  public static final int MAX_DEPTH = 8;

  private static final int MAX_CHILDREN = 1000;

  public Delegate {
    locations = List.copyOf(locations);
    actions = List.copyOf(actions);
  }

  static Delegate read(ObjectReader reader) throws RefusedException {
    Delegate delegate =
        new Delegate(
            reader.identifier("type"),
            set(reader, "locations"),
            set(reader, "actions"),
            bounded(reader, "max_children", MAX_CHILDREN),
            bounded(reader, "depth", MAX_DEPTH));
    reader.end();
    return delegate;
  }

  private static List<String> set(ObjectReader reader, String member) throws RefusedException {
    List<String> values = reader.strings(member);
    if (values.isEmpty() || new HashSet<>(values).size() != values.size()) {
      throw reader.refused(member, "is empty or names something twice");
    }
    return values;
  }

  private static long bounded(ObjectReader reader, String member, long max)
      throws RefusedException {
    long value = reader.unsigned(member);
    if (value < 1 || value > max) {
      throw reader.refused(member, "is not between 1 and " + max);
    }
    return value;
  }

  JsonObject json() {
    return JsonObject.builder()
        .put("type", type)
        .put("locations", JsonArray.ofStrings(locations))
        .put("actions", JsonArray.ofStrings(actions))
        .put("max_children", maxChildren)
        .put("depth", depth)
        .build();
  }

  /**
   * Whether a detail stays inside. One that does not say where or what is outside: an absent list
   * would mean everywhere and everything.
   */
  public boolean covers(JsonObject detail) {
    return detail.get("type").filter(new JsonString(type)::equals).isPresent()
        && isSubset(detail, "locations", locations)
        && isSubset(detail, "actions", actions);
  }

  private static boolean isSubset(JsonObject detail, String member, List<String> allowed) {
    Set<JsonValue> known = new HashSet<>(allowed.stream().map(JsonString::new).toList());
    return detail.get(member).orElse(new JsonArray(List.of()))
            instanceof JsonArray(List<JsonValue> asked)
        && !asked.isEmpty()
        && known.containsAll(asked);
  }

  /** Whether what a child passes on stays inside, its depth aside. */
  public boolean covers(Delegate childs) {
    return type.equals(childs.type)
        && new HashSet<>(locations).containsAll(childs.locations)
        && new HashSet<>(actions).containsAll(childs.actions)
        && childs.maxChildren <= maxChildren;
  }
}
