package dev.countersign.proof.request;

import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonString;
import dev.countersign.proof.json.JsonValue;
import dev.countersign.proof.json.ObjectReader;
import java.util.Collection;
import java.util.List;

/**
 * The transaction: one to sixteen typed objects (RFC 9396 §2). Beyond {@code type} their members
 * belong to the type; a type that nobody knows is still carried, shown and signed whole.
 */
public record AuthorizationDetails(List<JsonObject> items) {
  private static final int MAX_ITEMS = 16;

  /** The deepest nesting inside one detail, the detail itself counted as 0. */
  public static final int MAX_DEPTH = 8;

  public AuthorizationDetails {
    items = List.copyOf(items);
  }

  /** The types, in order. */
  public List<String> types() {
    return items.stream().map(AuthorizationDetails::typeOf).toList();
  }

  public static AuthorizationDetails read(ObjectReader reader) throws RefusedException {
    List<ObjectReader> details = reader.readers("authorization_details");
    if (details.isEmpty() || details.size() > MAX_ITEMS) {
      throw reader.refused("authorization_details", "is not 1 to 16 objects");
    }
    for (ObjectReader detail : details) {
      detail.identifier("type");
      if (depth(detail.whole()) > MAX_DEPTH) {
        throw reader.refused("authorization_details", "is nested deeper than 8");
      }
    }
    return new AuthorizationDetails(details.stream().map(ObjectReader::whole).toList());
  }

  public JsonArray json() {
    return new JsonArray(List.copyOf(items));
  }

  private static String typeOf(JsonObject detail) {
    return detail.get("type").orElseThrow() instanceof JsonString(String type) ? type : "";
  }

  private static int depth(JsonValue value) {
    Collection<JsonValue> children =
        switch (value) {
          case JsonObject object -> object.members().values();
          case JsonArray(List<JsonValue> items) -> items;
          default -> List.of();
        };
    int depth = 0;
    for (JsonValue child : children) {
      if (child instanceof JsonObject || child instanceof JsonArray) {
        depth = Math.max(depth, 1 + depth(child));
      }
    }
    return depth;
  }
}
