package dev.countersign.gateway.http;

import dev.countersign.gateway.Caller.DeviceCaller;
import dev.countersign.gateway.store.WitnessedHead;
import dev.countersign.gateway.witness.WitnessOutcome;
import dev.countersign.gateway.witness.WitnessService;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.ObjectReader;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;

/** The witness of device logs. */
final class WitnessRoutes {
  private final Authenticator authenticator;
  private final WitnessService witness;

  WitnessRoutes(Authenticator authenticator, WitnessService witness) {
    this.authenticator = authenticator;
    this.witness = witness;
  }

  void register(RoutesConfig routes) {
    routes.get("/v1/witness", this::head);
    routes.post("/v1/witness", this::witness);
  }

  private record Head(String checkpoint, long from, List<Bytes> consistency) {}

  private void head(Context http) {
    DeviceCaller caller = authenticator.device(http);
    WitnessedHead head =
        witness.head(caller).orElseThrow(() -> ApiException.notFound("no head is witnessed yet"));
    new Exchange(http).json(200, json(head));
  }

  private void witness(Context http) {
    DeviceCaller caller = authenticator.device(http);
    Exchange exchange = new Exchange(http);
    Head body = exchange.read(WitnessRoutes::read);
    switch (witness.witness(caller, body.checkpoint(), body.from(), body.consistency())) {
      case WitnessOutcome.Cosigned(String checkpoint) ->
          exchange.json(200, JsonObject.builder().put("checkpoint", checkpoint).build());
      case WitnessOutcome.Outdated(WitnessedHead witnessed) ->
          throw ApiException.refused(RefusalCode.LOG_WITNESS_OUTDATED, "another size is witnessed")
              .with("witnessed", json(witnessed));
      case WitnessOutcome.Refused(var refusal) ->
          throw ApiException.refused(refusal.code(), refusal.sentence());
    }
  }

  private static Head read(ObjectReader body) throws RefusedException {
    List<Bytes> nodes = new ArrayList<>();
    for (String node : body.strings("consistency")) {
      Bytes bytes = Bytes.fromBase64Url(node);
      if (bytes.size() != Digest.SIZE) {
        throw body.refused("consistency", "holds a node that is not 32 bytes long");
      }
      nodes.add(bytes);
    }
    return new Head(body.string("checkpoint"), body.unsigned("from"), nodes);
  }

  private static JsonObject json(WitnessedHead head) {
    return JsonObject.builder()
        .put("size", head.size())
        .put("root", Bytes.of(head.root().bytes()))
        .build();
  }
}
