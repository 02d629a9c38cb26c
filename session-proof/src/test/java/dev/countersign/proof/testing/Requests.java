package dev.countersign.proof.testing;

import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonValue;
import dev.countersign.proof.presentation.Presentation;
import dev.countersign.proof.presentation.Templates;
import dev.countersign.proof.request.DisplayRef;
import dev.countersign.proof.request.Envelope;
import dev.countersign.proof.request.PayloadType;
import dev.countersign.proof.request.VerifiedRequest;
import java.util.List;

/** The fixture's request with other details, signed and presented. */
public final class Requests {
  private Requests() {}

  /** The payload with these details, named to be shown by a published template. */
  public static JsonObject payload(List<JsonObject> details, String template, long version) {
    DisplayRef display = Templates.published(template, version).ref();
    JsonObject payload =
        Edit.set(
            Fixture.requestPayload(),
            "authorization_details",
            new JsonArray(List.<JsonValue>copyOf(details)));
    payload = Edit.set(payload, "display.template", display.template());
    payload = Edit.set(payload, "display.version", display.version());
    return Edit.set(payload, "display.sha256", display.sha256().toString());
  }

  public static VerifiedRequest verified(JsonObject payload) throws RefusedException {
    Envelope envelope = Envelope.sign(PayloadType.APPROVAL_REQUEST, payload, Fixture.GATEWAY_KEY);
    return VerifiedRequest.verify(envelope.wire(), Fixture.gatewayKeys());
  }

  public static Presentation presented(JsonObject payload) throws RefusedException {
    return Presentation.of(verified(payload));
  }

  /** One detail under the generic template. */
  public static Presentation generic(String detail) throws RefusedException {
    return presented(payload(List.of(Fixture.json(detail)), "generic", 1));
  }

  /** One detail under the template of its type. */
  public static Presentation typed(JsonObject detail) throws RefusedException {
    return presented(payload(List.of(detail), Edit.text(detail, "type"), 1));
  }
}
