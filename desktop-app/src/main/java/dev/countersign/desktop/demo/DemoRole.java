package dev.countersign.desktop.demo;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonString;
import dev.countersign.proof.json.JsonValue;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.json.StrictJson;
import dev.countersign.proof.request.Attributes;
import dev.countersign.proof.request.AuthorizationDetails;
import dev.countersign.proof.request.Requester;
import dev.countersign.proof.request.SessionKind;
import dev.countersign.proof.request.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Who one of the demo's requesters is, and what it wants: a file of this package. */
record DemoRole(
    Requester requester,
    SessionKind kind,
    Attributes attributes,
    AuthorizationDetails details,
    String reason,
    Optional<String> ticket,
    Attributes context) {

  static DemoRole load(String name) {
    try (InputStream in = DemoRole.class.getResourceAsStream(name + ".json")) {
      if (in == null) {
        throw new IllegalStateException(name + ".json is not in the jar");
      }
      return read(StrictJson.parseObject(in.readAllBytes()));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    } catch (RefusedException malformed) {
      throw new IllegalStateException(name + ".json is malformed", malformed);
    }
  }

  String id() {
    return requester.id();
  }

  private static DemoRole read(JsonObject json) throws RefusedException {
    ObjectReader reader = new ObjectReader(json, "role", RefusalCode.MALFORMED_JSON);
    DemoRole role =
        new DemoRole(
            new Requester(
                Requester.Type.valueOf(reader.identifier("type").toUpperCase(Locale.ROOT)),
                reader.identifier("id"),
                reader.optionalIdentifier("on_behalf_of"),
                reader.optionalIdentifier("workload")),
            SessionKind.valueOf(reader.identifier("kind").toUpperCase(Locale.ROOT)),
            claimed(reader.object("attributes")),
            AuthorizationDetails.read(reader),
            reader.string("reason"),
            reader.optionalString("ticket"),
            claimed(reader.object("context")));
    reader.end();
    return role;
  }

  private static Attributes claimed(JsonObject values) {
    Attributes attributes = Attributes.NONE;
    for (Map.Entry<String, JsonValue> each : values.members().entrySet()) {
      if (each.getValue() instanceof JsonString(String text)) {
        attributes = attributes.with(each.getKey(), Source.CLAIMED, text);
      }
    }
    return attributes;
  }
}
