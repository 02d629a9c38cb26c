package dev.countersign.proof.transaction;

import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonBoolean;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonString;
import dev.countersign.proof.json.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Collects the {@code x-countersign-} annotations of a schema with the places they stand at. */
final class SchemaMarks {
  private static final JsonValue YES = new JsonBoolean(true);

  private final List<Mark> marks = new ArrayList<>();

  private SchemaMarks() {}

  static List<Mark> of(JsonObject schema) {
    SchemaMarks walk = new SchemaMarks();
    walk.visit(schema, List.of());
    return List.copyOf(walk.marks);
  }

  private void visit(JsonObject schema, List<String> at) {
    if (schema.get("x-countersign-secret").filter(YES::equals).isPresent()) {
      marks.add(new Mark(at, Mark.Kind.SECRET, Optional.empty()));
    }
    text(schema, "x-countersign-reference")
        .ifPresent(kind -> marks.add(new Mark(at, kind(kind), pinnedBy(schema))));
    inside(schema.get("properties"))
        .ifPresent(properties ->
            properties
                .members()
                .forEach((name, child) -> inside(child).ifPresent(c -> visit(c, then(at, name)))));
    inside(schema.get("items")).ifPresent(items -> visit(items, then(at, Mark.ANY)));
    inside(schema.get("additionalProperties")).ifPresent(each -> visit(each, then(at, Mark.ANY)));
    if (schema.get("prefixItems").orElse(null) instanceof JsonArray(List<JsonValue> items)) {
      for (int i = 0; i < items.size(); i++) {
        int index = i;
        inside(items.get(i)).ifPresent(item -> visit(item, then(at, Integer.toString(index))));
      }
    }
  }

  private static Mark.Kind kind(String reference) {
    return switch (reference) {
      case "image" -> Mark.Kind.IMAGE;
      case "revision" -> Mark.Kind.REVISION;
      case "path", "program" -> Mark.Kind.PATH;
      default ->
          throw new IllegalStateException(
              "a schema marks an unknown kind of reference: " + reference.toLowerCase(Locale.ROOT));
    };
  }

  private static Optional<List<String>> pinnedBy(JsonObject schema) {
    return text(schema, "x-countersign-pinned-by")
        .map(pointer ->
            Arrays.stream(pointer.substring(1).split("/", -1))
                .map(step -> step.equals("*") ? Mark.ANY : step)
                .toList());
  }

  private static Optional<String> text(JsonObject schema, String name) {
    return schema
        .get(name)
        .map(value -> value instanceof JsonString(String text) ? text : "")
        .filter(text -> !text.isEmpty());
  }

  private static Optional<JsonObject> inside(Optional<JsonValue> value) {
    return value.flatMap(each -> inside(each));
  }

  private static Optional<JsonObject> inside(JsonValue value) {
    return value instanceof JsonObject object ? Optional.of(object) : Optional.empty();
  }

  private static List<String> then(List<String> at, String step) {
    List<String> longer = new ArrayList<>(at);
    longer.add(step);
    return longer;
  }
}
