package dev.countersign.gateway.http;

import dev.countersign.gateway.GatewayIdentity;
import dev.countersign.gateway.store.ApprovalStore;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonValue;
import dev.countersign.proof.request.GatewayKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a gateway says about itself. */
final class GatewayInfo {
  private final GatewayIdentity identity;
  private final ApprovalStore store;

  GatewayInfo(GatewayIdentity identity, ApprovalStore store) {
    this.identity = identity;
    this.store = store;
  }

  /** The document of {@code GET /v1/gateway}. */
  JsonObject document() {
    return JsonObject.builder()
        .put("issuer", identity.issuer())
        .put("aud", identity.audience())
        .put("demo", identity.demo())
        .put("epoch", store.epoch())
        .put("keys", keys())
        .put("witness", witness())
        .put("version", version())
        .build();
  }

  JsonArray keys() {
    List<JsonValue> keys = new ArrayList<>();
    for (GatewayKeys.Pinned pinned : identity.keys().keys()) {
      keys.add(
          JsonObject.builder()
              .put("keyid", pinned.key().thumbprint())
              .put("jwk", pinned.key().jwk())
              .put("not_before", pinned.notBefore())
              .put("not_after", pinned.notAfter())
              .build());
    }
    return new JsonArray(keys);
  }

  JsonObject witness() {
    return JsonObject.builder()
        .put("name", identity.witnessName())
        .put("keyid", identity.witnessKey().publicKey().thumbprint())
        .put("jwk", identity.witnessKey().publicKey().jwk())
        .build();
  }

  GatewayIdentity identity() {
    return identity;
  }

  private static String version() {
    return Optional.ofNullable(GatewayInfo.class.getPackage().getImplementationVersion())
        .orElse("development");
  }
}
