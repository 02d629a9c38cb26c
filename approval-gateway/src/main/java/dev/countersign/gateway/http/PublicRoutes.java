package dev.countersign.gateway.http;

import dev.countersign.gateway.enrollment.RevocationTrouble;
import dev.countersign.gateway.enrollment.TrustExport;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonValue;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;

/** What anyone may ask, and the trust file for desks. */
final class PublicRoutes {
  private final Authenticator authenticator;
  private final GatewayInfo info;
  private final TrustExport trust;
  private final Services services;

  PublicRoutes(
      Authenticator authenticator, GatewayInfo info, TrustExport trust, Services services) {
    this.authenticator = authenticator;
    this.info = info;
    this.trust = trust;
    this.services = services;
  }

  void register(RoutesConfig routes) {
    routes.get("/v1/gateway", http -> new Exchange(http).json(200, info.document()));
    routes.get("/v1/trust", this::trust);
    routes.get("/health/live", http -> new Exchange(http).json(200, ok().build()));
    routes.get("/health/ready", this::ready);
  }

  private void trust(Context http) {
    authenticator.device(http);
    http.status(200).contentType("application/json").result(trust.export().bytes());
  }

  // Reads the store: a store in doubt ends in 503 like every other call. Neither an alarm nor a
  // trouble with cards is a reason to stop serving everyone else.
  private void ready(Context http) {
    services.store().feed().position();
    long open = services.alarms().open();
    List<JsonValue> troubles =
        services.cards().troubles().get().stream().map(PublicRoutes::json).toList();
    new Exchange(http)
        .json(
            200,
            ok().put("open_alarms", open)
                .put("revocation_troubles", new JsonArray(troubles))
                .build());
  }

  private static JsonValue json(RevocationTrouble trouble) {
    return JsonObject.builder()
        .put("source", trouble.source())
        .put("sentence", trouble.sentence())
        .build();
  }

  private static JsonObject.Builder ok() {
    return JsonObject.builder().put("status", "ok");
  }
}
