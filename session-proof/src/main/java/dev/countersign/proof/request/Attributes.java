package dev.countersign.proof.request;

import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.ObjectReader;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/**
 * Named context values, each with its {@link Source}: {@code {"address":{"source":"observed",
 * "value":"10.2.3.4"}}}. Names are ASCII identifiers and free; the two inner members are fixed.
 */
public record Attributes(SequencedMap<String, Attribute> values) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_.-]{0,63}");

  public static final Attributes NONE = new Attributes(new LinkedHashMap<>());

  /** One value. */
  public record Attribute(Source source, String value) {}

  public Attributes {
    values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
  }

  /** These attributes and one more; a name that is there already keeps its place. */
  public Attributes with(String name, Source source, String value) {
    LinkedHashMap<String, Attribute> more = new LinkedHashMap<>(values);
    more.put(name, new Attribute(source, value));
    return new Attributes(more);
  }

  public static Attributes read(ObjectReader reader) throws RefusedException {
    LinkedHashMap<String, Attribute> values = new LinkedHashMap<>();
    for (String name : reader.whole().members().keySet()) {
      requireName(reader, name);
      ObjectReader inner = reader.reader(name);
      values.put(name, new Attribute(Source.read(inner), inner.string("value")));
      inner.end();
    }
    return new Attributes(values);
  }

  public JsonObject json() {
    JsonObject.Builder json = JsonObject.builder();
    for (Map.Entry<String, Attribute> each : values.entrySet()) {
      json.put(
          each.getKey(),
          JsonObject.builder()
              .put("source", each.getValue().source().wire())
              .put("value", each.getValue().value())
              .build());
    }
    return json.build();
  }

  private static void requireName(ObjectReader reader, String name) throws RefusedException {
    if (!NAME.matcher(name).matches()) {
      throw reader.refused("(name)", "is not a lower-case ASCII name");
    }
  }
}
