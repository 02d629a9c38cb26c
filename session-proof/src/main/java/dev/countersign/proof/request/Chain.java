package dev.countersign.proof.request;

import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonValue;
import dev.countersign.proof.json.ObjectReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a request hangs together with others ({@code docs/protocol.md} §2.1): the one it was called
 * from, and what may be called from it.
 *
 * @param delegates at most one for a type; none allows no children
 */
public record Chain(Optional<ParentRef> parent, List<Delegate> delegates) {
  /** On its own: no parent, no children. */
  public static final Chain NONE = new Chain(Optional.empty(), List.of());

  private static final int MAX_DELEGATES = 16;

  public Chain {
    delegates = List.copyOf(delegates);
  }

  static Chain read(ObjectReader reader) throws RefusedException {
    Optional<ParentRef> parent =
        reader.has("parent")
            ? Optional.of(ParentRef.read(reader.reader("parent")))
            : Optional.empty();
    return new Chain(parent, reader.has("delegates") ? delegates(reader) : List.of());
  }

  private static List<Delegate> delegates(ObjectReader reader) throws RefusedException {
    List<Delegate> delegates = new ArrayList<>();
    for (ObjectReader each : reader.readers("delegates")) {
      delegates.add(Delegate.read(each));
    }
    long types = delegates.stream().map(Delegate::type).distinct().count();
    if (delegates.isEmpty() || delegates.size() > MAX_DELEGATES || types != delegates.size()) {
      throw reader.refused("delegates", "is not 1 to 16 entries of different types");
    }
    return delegates;
  }

  /** The entry for a type. */
  public Optional<Delegate> delegate(String type) {
    return delegates.stream().filter(each -> each.type().equals(type)).findFirst();
  }

  void put(JsonObject.Builder json) {
    parent.ifPresent(named -> json.put("parent", named.json()));
    if (!delegates.isEmpty()) {
      List<JsonValue> entries = delegates.stream().<JsonValue>map(Delegate::json).toList();
      json.put("delegates", new JsonArray(entries));
    }
  }
}
