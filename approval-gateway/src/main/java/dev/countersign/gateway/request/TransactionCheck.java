package dev.countersign.gateway.request;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.countersign.gateway.GatewayCode;
import dev.countersign.gateway.Refusal;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonWriter;
import dev.countersign.proof.request.AuthorizationDetails;
import dev.countersign.proof.transaction.CommitmentPlaces;
import dev.countersign.proof.transaction.Pointer;
import dev.countersign.proof.transaction.TransactionType;
import dev.countersign.proof.transaction.TransactionTypes;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds each detail of an ask against the JSON Schema of its type, when the type is a published
 * one, and refuses committed secrets anywhere but where a published type marks a place for them.
 */
final class TransactionCheck {
  private static final Pointer DETAILS = Pointer.ROOT.then("authorization_details");

  private final Map<String, Schema> schemas = new HashMap<>();

  TransactionCheck() {
    // No loader for other addresses: the published schemas refer to nothing outside themselves.
    SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    for (TransactionType type : TransactionTypes.all()) {
      String text = new String(type.schema().toArray(), StandardCharsets.UTF_8);
      schemas.put(type.name(), registry.getSchema(text, InputFormat.JSON));
    }
  }

  /** Why these details cannot be asked for; empty if they can. The first fault decides. */
  Optional<Refusal> refusal(AuthorizationDetails details) {
    for (CommitmentPlaces.Found found : CommitmentPlaces.in(details)) {
      if (!found.isGood()) {
        return refused(
            found.place(),
            found.marked()
                ? "is not exactly a committed secret"
                : "is a committed secret where the type has none");
      }
    }
    for (int i = 0; i < details.items().size(); i++) {
      Schema schema = schemas.get(details.types().get(i));
      if (schema != null) {
        List<Error> faults = faults(schema, details.items().get(i));
        if (!faults.isEmpty()) {
          Error first = faults.getFirst();
          return refused(place(DETAILS.then(Integer.toString(i)), first), sentence(first));
        }
      }
    }
    return Optional.empty();
  }

  private static List<Error> faults(Schema schema, JsonObject detail) {
    return schema.validate(JsonWriter.compactText(detail), InputFormat.JSON);
  }

  /** Where the fault is: for a missing or unknown member, that member. */
  private static Pointer place(Pointer detail, Error error) {
    Pointer place = detail;
    for (String step : Pointer.of(error.getInstanceLocation().toString()).steps()) {
      place = place.then(step);
    }
    return error.getProperty() == null ? place : place.then(error.getProperty());
  }

  private static String sentence(Error error) {
    return switch (error.getKeyword()) {
      case "required" -> "is missing";
      case "additionalProperties" -> "is not a member of this type";
      default -> "does not fit the schema of its type: " + error.getKeyword();
    };
  }

  private static Optional<Refusal> refused(Pointer place, String sentence) {
    return Optional.of(Refusal.of(GatewayCode.INVALID_TRANSACTION, sentence).at(place.toString()));
  }
}
