package dev.countersign.proof.request;

import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.ObjectReader;
import java.util.Locale;
import java.util.Optional;

/**
 * Who asks.
 *
 * @param onBehalfOf the person or service for whom the requester acts
 * @param workload the identity of the running program, for example a SPIFFE id
 */
public record Requester(
    Type type, String id, Optional<String> onBehalfOf, Optional<String> workload) {

  /** The nature of the requester. */
  public enum Type {
    AGENT,
    SERVICE,
    PIPELINE,
    HUMAN;

    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Requester read(ObjectReader reader) throws RefusedException {
    Requester requester =
        new Requester(
            WireNames.read(reader, "type", Type.values(), Type::wire),
            reader.identifier("id"),
            reader.optionalIdentifier("on_behalf_of"),
            reader.optionalIdentifier("workload"));
    reader.end();
    return requester;
  }

  JsonObject json() {
    return JsonObject.builder()
        .put("type", type.wire())
        .put("id", id)
        .putIfPresent("on_behalf_of", onBehalfOf)
        .putIfPresent("workload", workload)
        .build();
  }
}
