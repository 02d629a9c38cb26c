package dev.countersign.gateway.http;

import dev.countersign.gateway.Caller.DeviceCaller;
import dev.countersign.gateway.store.Alarm;
import dev.countersign.gateway.store.WitnessedHead;
import dev.countersign.gateway.witness.LogAlarms;
import dev.countersign.gateway.witness.WitnessOutcome;
import dev.countersign.gateway.witness.WitnessService;
import dev.countersign.gateway.witness.WitnessService.Genesis;
import dev.countersign.gateway.witness.WitnessService.Presented;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonValue;
import dev.countersign.proof.json.ObjectReader;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The witness of device logs, and its alarms. */
final class WitnessRoutes {
  private final Authenticator authenticator;
  private final WitnessService witness;
  private final LogAlarms alarms;

  WitnessRoutes(Authenticator authenticator, WitnessService witness, LogAlarms alarms) {
    this.authenticator = authenticator;
    this.witness = witness;
    this.alarms = alarms;
  }

  void register(RoutesConfig routes) {
    routes.get("/v1/witness", this::head);
    routes.post("/v1/witness", this::witness);
    routes.get("/v1/alarms", this::alarms);
  }

  private void head(Context http) {
    DeviceCaller caller = authenticator.device(http);
    WitnessedHead head =
        witness.head(caller).orElseThrow(() -> ApiException.notFound("no head is witnessed yet"));
    new Exchange(http).json(200, json(head));
  }

  private void witness(Context http) {
    DeviceCaller caller = authenticator.device(http);
    Exchange exchange = new Exchange(http);
    Presented presented = exchange.read(WitnessRoutes::read);
    switch (witness.witness(caller, presented, exchange.correlationId())) {
      case WitnessOutcome.Cosigned(String checkpoint) ->
          exchange.json(200, JsonObject.builder().put("checkpoint", checkpoint).build());
      case WitnessOutcome.Outdated(WitnessedHead witnessed) ->
          throw ApiException.refused(RefusalCode.LOG_WITNESS_OUTDATED, "another size is witnessed")
              .with("witnessed", json(witnessed));
      case WitnessOutcome.Refused(var refusal) ->
          throw ApiException.refused(refusal.code(), refusal.sentence());
    }
  }

  private void alarms(Context http) {
    DeviceCaller caller = authenticator.device(http);
    List<JsonValue> items = new ArrayList<>();
    alarms.of(caller.approver()).forEach(alarm -> items.add(json(alarm)));
    new Exchange(http).json(200, JsonObject.builder().put("alarms", new JsonArray(items)).build());
  }

  private static Presented read(ObjectReader body) throws RefusedException {
    Optional<Genesis> genesis = Optional.empty();
    if (body.has("genesis")) {
      ObjectReader shown = body.reader("genesis");
      genesis = Optional.of(new Genesis(shown.bytes("entry"), nodes(shown, "inclusion")));
      shown.end();
    }
    return new Presented(
        body.string("checkpoint"), body.unsigned("from"), nodes(body, "consistency"), genesis);
  }

  private static List<Bytes> nodes(ObjectReader body, String member) throws RefusedException {
    List<Bytes> nodes = new ArrayList<>();
    for (String node : body.strings(member)) {
      Bytes bytes = Bytes.fromBase64Url(node);
      if (bytes.size() != Digest.SIZE) {
        throw body.refused(member, "holds a node that is not 32 bytes long");
      }
      nodes.add(bytes);
    }
    return nodes;
  }

  private static JsonObject json(Alarm alarm) {
    return JsonObject.builder()
        .put("id", alarm.id())
        .put("at", alarm.at())
        .put("kind", alarm.kind().wire())
        .put("device_jkt", alarm.device().jkt())
        .put("correlation_id", alarm.correlationId())
        .put("witnessed", json(alarm.witnessed()))
        .put("shown", json(alarm.shown()))
        .put("open", LogAlarms.isOpen(alarm))
        .build();
  }

  private static JsonObject json(WitnessedHead head) {
    return JsonObject.builder()
        .put("size", head.size())
        .put("root", Bytes.of(head.root().bytes()))
        .build();
  }
}
