package dev.countersign.gateway.http;

import dev.countersign.gateway.Caller.RequesterCaller;
import dev.countersign.gateway.request.RequestService;
import dev.countersign.gateway.session.RequesterSessions;
import dev.countersign.gateway.store.Client;
import dev.countersign.gateway.store.DirectoryStore;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.json.StrictJson;
import dev.countersign.proof.request.Attributes;
import dev.countersign.proof.request.Envelope;
import dev.countersign.proof.request.Requester;
import dev.countersign.proof.request.SessionKind;
import dev.countersign.proof.request.Source;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.Optional;

/** What a requester may call. */
final class RequesterRoutes {
  private final Authenticator authenticator;
  private final DirectoryStore directory;
  private final RequesterSessions sessions;
  private final RequestService requests;

  RequesterRoutes(
      Authenticator authenticator,
      DirectoryStore directory,
      RequesterSessions sessions,
      RequestService requests) {
    this.authenticator = authenticator;
    this.directory = directory;
    this.sessions = sessions;
    this.requests = requests;
  }

  void register(RoutesConfig routes) {
    routes.post("/v1/sessions", this::startSession);
    routes.delete("/v1/sessions/{id}", this::endSession);
    routes.post("/v1/requests", this::ask);
    routes.get("/v1/requests/{id}", this::status);
    routes.post("/v1/requests/{id}/withdraw", this::withdraw);
  }

  private void startSession(Context http) {
    RequesterCaller caller = authenticator.requester(http);
    Exchange exchange = new Exchange(http);
    RequesterSessions.Start start = exchange.read(RequesterRoutes::start);
    requireRegisteredType(caller, start.requester());
    RequesterSessions.Started started = Exchange.done(sessions.start(caller, start));
    exchange.json(
        201,
        JsonObject.builder()
            .put("session_id", started.sessionId())
            .put("started_at", started.startedAt())
            .put("expires_at", started.expiresAt())
            .build());
  }

  private void requireRegisteredType(RequesterCaller caller, Requester requester) {
    boolean registered =
        directory
            .client(caller.id())
            .map(Client::types)
            .filter(types -> types.contains(requester.type().wire()))
            .isPresent();
    if (!registered || !requester.id().equals(caller.id())) {
      throw ApiException.badRequest("requester is not the registered one");
    }
  }

  private static RequesterSessions.Start start(ObjectReader body) throws RefusedException {
    SessionKind kind = kind(body);
    ObjectReader who = body.reader("requester");
    Requester requester =
        new Requester(
            type(who),
            who.identifier("id"),
            who.optionalIdentifier("on_behalf_of"),
            who.optionalIdentifier("workload"));
    who.end();
    Attributes attributes = Attributes.read(body.reader("attributes"));
    for (Attributes.Attribute each : attributes.values().values()) {
      if (each.source() != Source.CLAIMED) {
        throw body.refused("attributes", "must be claimed: only the gateway observes or attests");
      }
    }
    return new RequesterSessions.Start(kind, requester, attributes);
  }

  private static SessionKind kind(ObjectReader body) throws RefusedException {
    String wire = body.string("kind");
    return Arrays.stream(SessionKind.values())
        .filter(each -> each.wire().equals(wire))
        .findFirst()
        .orElseThrow(() -> body.refused("kind", "is not one of the listed values"));
  }

  private static Requester.Type type(ObjectReader who) throws RefusedException {
    String wire = who.string("type");
    return Arrays.stream(Requester.Type.values())
        .filter(each -> each.wire().equals(wire))
        .findFirst()
        .orElseThrow(() -> who.refused("type", "is not one of the listed values"));
  }

  private void endSession(Context http) {
    RequesterCaller caller = authenticator.requester(http);
    Exchange exchange = new Exchange(http);
    Exchange.done(sessions.end(caller, exchange.pathParameter("id")));
    exchange.noContent();
  }

  private void ask(Context http) {
    RequesterCaller caller = authenticator.requester(http);
    Exchange exchange = new Exchange(http);
    exchange.envelope(201, Exchange.done(requests.issue(caller, exchange.envelopeBody())));
  }

  private void status(Context http) throws InterruptedException {
    RequesterCaller caller = authenticator.requester(http);
    Exchange exchange = new Exchange(http);
    RequestService.Status status =
        Exchange.done(requests.status(caller, exchange.pathParameter("id"), exchange.waitQuery()));
    JsonObject.Builder json =
        JsonObject.builder()
            .put("request_id", status.requestId())
            .put("state", status.state().wire());
    Optional<JsonObject> grant = status.grant().map(RequesterRoutes::asObject);
    grant.ifPresent(envelope -> json.put("grant", envelope));
    status.decidedAt().ifPresent(time -> json.put("decided_at", time));
    exchange.json(200, json.build());
  }

  private void withdraw(Context http) {
    RequesterCaller caller = authenticator.requester(http);
    Exchange exchange = new Exchange(http);
    Exchange.done(requests.withdraw(caller, exchange.pathParameter("id")));
    exchange.noContent();
  }

  /** An envelope of our own as an object; its one serialisation is the compact one again. */
  static JsonObject asObject(Bytes envelope) {
    try {
      return StrictJson.parseObject(envelope.toArray(), Envelope.MAX_BYTES);
    } catch (RefusedException impossible) {
      throw new IllegalStateException("an envelope of our own is not strict JSON", impossible);
    }
  }
}
