package dev.countersign.proof.vectors;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.decision.TokenId;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonValue;
import dev.countersign.proof.json.JsonWriter;
import dev.countersign.proof.request.GatewayKeys;
import dev.countersign.proof.request.Version;
import dev.countersign.proof.vectors.RecordedState.CountedToken;
import dev.countersign.proof.verify.Enrolments.StoredApprover;
import dev.countersign.proof.verify.Enrolments.StoredDevice;
import dev.countersign.proof.verify.LiveState.StoredChallenge;
import dev.countersign.proof.verify.LiveState.StoredRequest;
import dev.countersign.proof.verify.LiveState.StoredSession;
import dev.countersign.proof.verify.LiveState.WitnessedHead;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Writes a {@code state} file, compact and always in the same order. */
public final class StateWriter {
  private StateWriter() {}

  public static Bytes write(RecordedState state) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("v", Version.CURRENT)
            .put("now", state.now())
            .put("issuer", state.keys().issuer())
            .put("aud", state.audience())
            .put("epoch", state.epoch())
            .put("demo", state.demo())
            .put("gateway_keys", array(state.keys().keys(), GatewayKeys.Pinned::json))
            .put(
                "call",
                JsonObject.builder()
                    .put("jkt", state.call().jkt())
                    .put("approver_session", state.call().approverSession())
                    .build())
            .put("requests", entries(state.ledger().requests(), StateWriter::request))
            .put("sessions", entries(state.ledger().sessions(), StateWriter::session))
            .put("challenges", entries(state.ledger().challenges(), StateWriter::challenge))
            .put("approvers", entries(state.directory().approvers(), StateWriter::approver))
            .put("devices", entries(state.directory().devices(), StateWriter::device))
            .put("tokens", entries(state.directory().tokens(), StateWriter::token))
            .put("witnessed", entries(state.ledger().heads(), StateWriter::head))
            .putIfPresent("policy_objection", state.objection());
    state.gateway().cards().ifPresent(cards -> json.put("cards", cards(cards)));
    return Bytes.of(JsonWriter.compact(json.build()));
  }

  private static JsonObject cards(RecordedState.CardTrust cards) {
    return JsonObject.builder()
        .put("revocation_seconds", cards.revocationSeconds())
        .put("x509", cards.x509().json())
        .build();
  }

  private static JsonObject request(Map.Entry<String, StoredRequest> entry) {
    return JsonObject.builder()
        .put("request_id", entry.getKey())
        .put("envelope", entry.getValue().envelope())
        .put("status", name(entry.getValue().status()))
        .put("unredeemed_grants", entry.getValue().unredeemedGrants())
        .build();
  }

  private static JsonObject session(Map.Entry<String, StoredSession> entry) {
    return JsonObject.builder()
        .put("session", entry.getValue().current().json())
        .put("live", entry.getValue().live())
        .build();
  }

  private static JsonObject challenge(Map.Entry<Digest, StoredChallenge> entry) {
    StoredChallenge challenge = entry.getValue();
    return JsonObject.builder()
        .put("challenge_sha256", entry.getKey().value())
        .put("request_sha256", challenge.requestSha256().value())
        .put("approver", challenge.approver())
        .put("device_jkt", challenge.deviceJkt())
        .put("approver_session", challenge.approverSession())
        .put("exp", challenge.expiresAt())
        .put("used", challenge.used())
        .build();
  }

  private static JsonObject approver(Map.Entry<String, StoredApprover> entry) {
    StoredApprover approver = entry.getValue();
    return JsonObject.builder()
        .put("id", approver.id())
        .put("person", approver.person())
        .put("groups", JsonArray.ofStrings(approver.groups()))
        .put("standing", name(approver.standing()))
        .build();
  }

  private static JsonObject device(Map.Entry<String, StoredDevice> entry) {
    StoredDevice device = entry.getValue();
    return JsonObject.builder()
        .put("jwk", device.key().jwk())
        .put("approver", device.approver())
        .put("standing", name(device.standing()))
        .build();
  }

  private static JsonObject token(Map.Entry<TokenId, CountedToken> entry) {
    CountedToken counted = entry.getValue();
    JsonObject.Builder json = JsonObject.builder();
    counted.token().credential().put(json);
    return json.put("approver", counted.token().approver())
        .put("demo", counted.token().demo())
        .put("standing", name(counted.token().standing()))
        .put("counter", counted.counter())
        .build();
  }

  private static JsonObject head(Map.Entry<String, WitnessedHead> entry) {
    return JsonObject.builder()
        .put("device_jkt", entry.getKey())
        .put("size", entry.getValue().size())
        .put("root", entry.getValue().root().base64Url())
        .build();
  }

  private static <K, V> JsonArray entries(
      Map<K, V> map, Function<Map.Entry<K, V>, JsonObject> json) {
    return array(map.entrySet(), json);
  }

  private static <T> JsonArray array(Collection<T> items, Function<T, JsonObject> json) {
    return new JsonArray(items.stream().<JsonValue>map(json).toList());
  }

  private static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
