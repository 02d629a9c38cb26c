package dev.countersign.gateway.http;

import dev.countersign.gateway.Caller.DeviceCaller;
import dev.countersign.gateway.decision.DecisionFate;
import dev.countersign.gateway.decision.DecisionFate.Fate;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonValue;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;

/** What became of a decision, by its session challenge, for the desk that made it. */
final class FateRoutes {
  private final Authenticator authenticator;
  private final DecisionFate fates;

  FateRoutes(Authenticator authenticator, DecisionFate fates) {
    this.authenticator = authenticator;
    this.fates = fates;
  }

  void register(RoutesConfig routes) {
    routes.get("/v1/challenges/{sha256}", this::fate);
  }

  private void fate(Context http) {
    DeviceCaller caller = authenticator.device(http);
    Exchange exchange = new Exchange(http);
    Fate fate =
        fates
            .of(caller, digest(exchange.pathParameter("sha256")))
            .orElseThrow(() -> ApiException.notFound("no such challenge of this device"));
    exchange.json(200, json(fate));
  }

  private static Digest digest(String text) {
    try {
      Bytes bytes = Bytes.fromBase64Url(text);
      if (bytes.size() == Digest.SIZE) {
        return new Digest(bytes);
      }
    } catch (RefusedException notBase64) {
      // Told below, as every other text that is no digest.
    }
    throw ApiException.notFound("not a digest");
  }

  private static JsonObject json(Fate fate) {
    JsonObject.Builder json = JsonObject.builder();
    return switch (fate) {
      case Fate.Open() -> json.put("state", "open").build();
      case Fate.NotCounted() -> json.put("state", "not_counted").build();
      case Fate.Counted(List<Bytes> receipts) -> {
        List<JsonValue> all = new ArrayList<>();
        receipts.forEach(receipt -> all.add(RequesterRoutes.asObject(receipt)));
        yield json.put("state", "counted").put("receipts", new JsonArray(all)).build();
      }
    };
  }
}
