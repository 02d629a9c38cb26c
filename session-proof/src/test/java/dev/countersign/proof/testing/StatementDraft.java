package dev.countersign.proof.testing;

import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.decision.Decision;
import dev.countersign.proof.decision.LogHead;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonString;
import dev.countersign.proof.json.JsonValue;
import dev.countersign.proof.request.Envelope;

/**
 * The statement and intent that an honest desk makes for a request, as trees. Written from the
 * specification and not with the main code's types, so that both must agree.
 */
final class StatementDraft {
  private StatementDraft() {}

  static JsonObject statement(
      Envelope request, Decision decision, Digest display, Digest challengeSha256, LogHead head) {
    JsonObject payload = payload(request);
    return JsonObject.builder()
        .put("v", 1)
        .put("request_sha256", request.digest().value())
        .put("request_id", text(payload, "request_id"))
        .put("iss", text(payload, "iss"))
        .put("aud", text(payload, "aud"))
        .put("epoch", text(payload, "epoch"))
        .put("nonce", text(payload, "nonce"))
        .put("session_id", text(payload, "session.id"))
        .put("session_cnf", text(payload, "session.cnf.jkt"))
        .put("decision", decision.wire())
        .put("approver", Fixture.APPROVER)
        .put("device_jkt", Fixture.DEVICE_JKT)
        .put("challenge_sha256", challengeSha256.value())
        .put("display_digest", display.value())
        .put("reviewed_ms", 11_250)
        .put("phrase_typed", true)
        .put(
            "log",
            JsonObject.builder()
                .put("origin", head.origin())
                .put("size", head.size())
                .put("root", head.root().base64Url())
                .put("intent_index", head.intentIndex())
                .build())
        .put(
            "app",
            JsonObject.builder().put("name", "countersign-desk").put("version", "0.1.0").build())
        .put("at", Fixture.DECIDED_AT)
        .build();
  }

  static JsonObject intent(
      Envelope request, Decision decision, Digest display, Digest challengeSha256) {
    return JsonObject.builder()
        .put("type", "intent")
        .put("at", Fixture.DECIDED_AT - 1)
        .put("request_sha256", request.digest().value())
        .put("display_digest", display.value())
        .put("decision", decision.wire())
        .put("approver", Fixture.APPROVER)
        .put("device_jkt", Fixture.DEVICE_JKT)
        .put("challenge_sha256", challengeSha256.value())
        .put("salt", TestKeys.bytes32("salt").slice(0, 16))
        .build();
  }

  private static JsonObject payload(Envelope request) {
    try {
      return request.json();
    } catch (RefusedException bent) {
      return Fixture.requestPayload();
    }
  }

  /** The value in the payload; where a test took it away, that of the straight request. */
  private static String text(JsonObject payload, String path) {
    JsonValue value = payload;
    for (String step : path.split("\\.")) {
      value =
          value instanceof JsonObject object && object.get(step).isPresent()
              ? object.get(step).orElseThrow()
              : Edit.get(Fixture.requestPayload(), path);
    }
    return value instanceof JsonString(String found)
        ? found
        : Edit.text(Fixture.requestPayload(), path);
  }
}
