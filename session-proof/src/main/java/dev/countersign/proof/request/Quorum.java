package dev.countersign.proof.request;

import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonValue;
import dev.countersign.proof.json.ObjectReader;
import java.util.List;

/**
 * How many distinct people must approve, and from which groups: {@code
 * {"k":1,"slots":[{"groups":["sre", "dba"]}]}} takes one person who is in either group. This
 * version carries a quorum of one.
 *
 * @param slots one list of groups for each person needed
 */
public record Quorum(long k, List<List<String>> slots) {
  public Quorum {
    slots = slots.stream().map(List::copyOf).toList();
  }

  static Quorum read(ObjectReader reader) throws RefusedException {
    long k = reader.unsigned("k");
    List<ObjectReader> slots = reader.readers("slots");
    if (k != 1 || slots.size() != 1) {
      throw UnsupportedMembers.unsupported("a quorum other than one");
    }
    ObjectReader slot = slots.getFirst();
    List<String> groups = slot.identifiers("groups");
    slot.end();
    if (groups.isEmpty()) {
      throw reader.refused("slots", "has a slot that nobody can fill");
    }
    reader.end();
    return new Quorum(k, List.of(groups));
  }

  JsonObject json() {
    return JsonObject.builder()
        .put("k", k)
        .put("slots", new JsonArray(slots.stream().<JsonValue>map(Quorum::slot).toList()))
        .build();
  }

  private static JsonObject slot(List<String> groups) {
    return JsonObject.builder().put("groups", JsonArray.ofStrings(groups)).build();
  }
}
