package dev.countersign.proof.verify;

import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonValue;
import dev.countersign.proof.json.JsonWriter;
import dev.countersign.proof.request.GatewayKeys;
import dev.countersign.proof.request.Version;
import dev.countersign.proof.verify.TrustFile.Approver;
import dev.countersign.proof.verify.TrustFile.Device;
import dev.countersign.proof.verify.TrustFile.Token;
import java.util.List;

/** Writes {@code trust.json}, compact and always in the same order. */
final class TrustFileWriter {
  private TrustFileWriter() {}

  static byte[] write(TrustFile trust) {
    return JsonWriter.compact(
        JsonObject.builder()
            .put("v", Version.CURRENT)
            .put("issuer", trust.gateway().issuer())
            .put("aud", trust.audience())
            .put(
                "gateway_keys",
                array(trust.gateway().keys().stream().map(GatewayKeys.Pinned::json).toList()))
            .put("approvers", array(trust.approvers().stream().map(TrustFileWriter::json).toList()))
            .put("x509", X509TrustJson.json(trust.x509()))
            .build());
  }

  private static JsonObject json(Approver approver) {
    return JsonObject.builder()
        .put("id", approver.id())
        .put("person", approver.person())
        .put("groups", JsonArray.ofStrings(approver.groups()))
        .put("tokens", array(approver.tokens().stream().map(TrustFileWriter::json).toList()))
        .put("devices", array(approver.devices().stream().map(TrustFileWriter::json).toList()))
        .build();
  }

  private static JsonObject json(Token token) {
    JsonObject.Builder json = JsonObject.builder();
    token.credential().put(json);
    token.revokedAt().ifPresent(time -> json.put("revoked_at", time));
    return json.build();
  }

  private static JsonObject json(Device device) {
    JsonObject.Builder json =
        JsonObject.builder().put("jkt", device.jkt()).put("jwk", device.key().jwk());
    device.revokedAt().ifPresent(time -> json.put("revoked_at", time));
    return json.build();
  }

  private static JsonArray array(List<JsonObject> items) {
    return new JsonArray(List.<JsonValue>copyOf(items));
  }
}
