package dev.countersign.proof.testing;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.request.Envelope;
import dev.countersign.proof.request.PayloadType;
import dev.countersign.proof.request.RequesterSession;
import dev.countersign.proof.verify.LiveState.RequestStatus;
import dev.countersign.proof.verify.LiveState.StoredRequest;
import dev.countersign.proof.verify.LiveState.StoredSession;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Requests that the fixture's request can be a child of: a planner's, approved, which lets its
 * agents rotate or read two secrets.
 */
public final class Family {
  public static final String PARENT_ID = "req-parent";
  public static final String PLANNER = "planner";
  public static final String SECRET = "vault://prod/db/orders-primary";

  private Family() {}

  /** The delegates of the parent, at most two children and one more level. */
  public static JsonArray delegates() {
    return new JsonArray(
        List.of(
            delegate("secret.rotate", List.of(SECRET, "vault://prod/db/billing"), 2, 2),
            delegate("shell.exec", List.of("host://db-1"), 1, 1)));
  }

  /** One entry, for the actions rotate and read. */
  public static JsonObject delegate(
      String type, List<String> locations, long maxChildren, long depth) {
    return JsonObject.builder()
        .put("type", type)
        .put("locations", JsonArray.ofStrings(locations))
        .put("actions", JsonArray.ofStrings(List.of("rotate", "read")))
        .put("max_children", maxChildren)
        .put("depth", depth)
        .build();
  }

  public static Envelope parent() {
    return parent(UnaryOperator.identity());
  }

  /** The parent with something changed before it was signed. */
  public static Envelope parent(UnaryOperator<JsonObject> edit) {
    JsonObject payload = Fixture.requestPayload();
    payload = Edit.set(payload, "request_id", PARENT_ID);
    payload = Edit.set(payload, "session.id", "ses-planner");
    payload = Edit.set(payload, "requester.id", PLANNER);
    payload = Edit.set(payload, "requester.on_behalf_of", "head-of-ops@example.com");
    payload = Edit.set(payload, "authorization_details.0.type", "agent.task");
    payload = Edit.set(payload, "nonce", TestKeys.bytes32("nonce of the parent").base64Url());
    payload = Edit.set(payload, "delegates", delegates());
    return sign(edit.apply(payload));
  }

  public static Envelope sign(JsonObject payload) {
    return Envelope.sign(PayloadType.APPROVAL_REQUEST, payload, Fixture.GATEWAY_KEY);
  }

  /** The request as a child of that parent. */
  public static JsonObject childOf(Envelope parent, JsonObject request) {
    JsonObject named =
        JsonObject.builder()
            .put("request_id", Edit.text(payload(parent), "request_id"))
            .put("request_sha256", parent.digest().value())
            .build();
    return Edit.set(request, "parent", named);
  }

  /** Stores a request as the gateway would, with its live session. */
  public static void store(MemoryLiveState state, Envelope request, RequestStatus status) {
    JsonObject payload = payload(request);
    state.requests.put(
        Edit.text(payload, "request_id"),
        new StoredRequest(Bytes.of(request.wire()), status, false));
    RequesterSession session = session(payload);
    state.sessions.putIfAbsent(session.id(), new StoredSession(session, true));
  }

  public static RequesterSession session(JsonObject payload) {
    try {
      return RequesterSession.read(
          new ObjectReader(
              (JsonObject) Edit.get(payload, "session"), "session", RefusalCode.MALFORMED_REQUEST));
    } catch (RefusedException broken) {
      throw new IllegalStateException(broken);
    }
  }

  public static JsonObject payload(Envelope request) {
    try {
      return request.json();
    } catch (RefusedException broken) {
      throw new IllegalStateException(broken);
    }
  }
}
