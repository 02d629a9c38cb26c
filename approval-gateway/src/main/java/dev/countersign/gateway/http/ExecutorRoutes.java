package dev.countersign.gateway.http;

import dev.countersign.gateway.Caller.ExecutorCaller;
import dev.countersign.gateway.grant.ExecutionResult;
import dev.countersign.gateway.grant.GrantService;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonWriter;
import dev.countersign.proof.json.ObjectReader;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.Optional;

/** What an executor may call. */
final class ExecutorRoutes {
  private static final int MAX_NOTE = 1000;

  private final Authenticator authenticator;
  private final GrantService grants;

  ExecutorRoutes(Authenticator authenticator, GrantService grants) {
    this.authenticator = authenticator;
    this.grants = grants;
  }

  void register(RoutesConfig routes) {
    routes.post("/v1/redemptions", this::redeem);
    routes.post("/v1/redemptions/{id}/outcome", this::report);
  }

  private record Redeem(Bytes grant, Bytes redeem) {}

  private record Report(ExecutionResult result, Optional<String> note) {}

  private void redeem(Context http) {
    ExecutorCaller caller = authenticator.executor(http);
    Exchange exchange = new Exchange(http);
    // An envelope has exactly one serialisation, the compact one: writing the object again gives
    // the bytes that were signed, or bytes that the service refuses.
    Redeem body =
        exchange.read(reader ->
            new Redeem(
                Bytes.of(JsonWriter.compact(reader.object("grant"))),
                Bytes.of(JsonWriter.compact(reader.object("redeem")))));
    Bytes redemption =
        Exchange.done(grants.redeem(caller, body.grant().toArray(), body.redeem().toArray()));
    exchange.envelope(200, redemption);
  }

  private void report(Context http) {
    ExecutorCaller caller = authenticator.executor(http);
    Exchange exchange = new Exchange(http);
    Report body = exchange.read(ExecutorRoutes::report);
    Exchange.done(grants.report(caller, exchange.pathParameter("id"), body.result(), body.note()));
    exchange.noContent();
  }

  private static Report report(ObjectReader body) throws RefusedException {
    String wire = body.string("outcome");
    ExecutionResult result =
        Arrays.stream(ExecutionResult.values())
            .filter(each -> each.wire().equals(wire))
            .findFirst()
            .orElseThrow(() -> body.refused("outcome", "is not one of the listed values"));
    Optional<String> note = body.optionalString("note");
    if (note.isPresent() && note.get().length() > MAX_NOTE) {
      throw body.refused("note", "is longer than " + MAX_NOTE + " characters");
    }
    return new Report(result, note);
  }
}
