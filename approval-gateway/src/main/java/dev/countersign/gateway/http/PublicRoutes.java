package dev.countersign.gateway.http;

import dev.countersign.gateway.enrollment.TrustExport;
import dev.countersign.gateway.store.ApprovalStore;
import dev.countersign.proof.json.JsonObject;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/** What anyone may ask, and the trust file for desks. */
final class PublicRoutes {
  private final Authenticator authenticator;
  private final GatewayInfo info;
  private final TrustExport trust;
  private final ApprovalStore store;

  PublicRoutes(
      Authenticator authenticator, GatewayInfo info, TrustExport trust, ApprovalStore store) {
    this.authenticator = authenticator;
    this.info = info;
    this.trust = trust;
    this.store = store;
  }

  void register(RoutesConfig routes) {
    routes.get("/v1/gateway", http -> new Exchange(http).json(200, info.document()));
    routes.get("/v1/trust", this::trust);
    routes.get("/health/live", http -> ok(new Exchange(http)));
    routes.get("/health/ready", this::ready);
  }

  private void trust(Context http) {
    authenticator.device(http);
    http.status(200).contentType("application/json").result(trust.export().bytes());
  }

  // Reads the store: a store in doubt ends in 503 like every other call.
  private void ready(Context http) {
    store.feed().position();
    ok(new Exchange(http));
  }

  private static void ok(Exchange exchange) {
    exchange.json(200, JsonObject.builder().put("status", "ok").build());
  }
}
