package dev.countersign.gateway.http;

import dev.countersign.gateway.Caller.DeviceCaller;
import dev.countersign.gateway.enrollment.EnrolmentService.Made;
import dev.countersign.gateway.enrollment.TokenService;
import dev.countersign.gateway.store.Token;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonValue;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.verify.Credential;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a desk may call about its approver's own tokens. */
final class OwnTokenRoutes {
  private final Authenticator authenticator;
  private final TokenService tokens;

  OwnTokenRoutes(Authenticator authenticator, TokenService tokens) {
    this.authenticator = authenticator;
    this.tokens = tokens;
  }

  void register(RoutesConfig routes) {
    routes.get("/v1/tokens", this::list);
    routes.post("/v1/tokens/offers", this::offer);
    routes.post("/v1/tokens/changes", this::change);
  }

  private record Change(Bytes stepUp, Optional<Made> made) {}

  private void list(Context http) {
    DeviceCaller caller = authenticator.device(http);
    List<JsonValue> items = new ArrayList<>();
    tokens.tokens(caller).forEach(token -> items.add(json(token)));
    new Exchange(http).json(200, JsonObject.builder().put("tokens", new JsonArray(items)).build());
  }

  private void offer(Context http) {
    DeviceCaller caller = authenticator.device(http);
    TokenService.Offer offer =
        tokens
            .offer(caller)
            .orElseThrow(() -> ApiException.unavailable("too many changes of tokens are open"));
    JsonObject.Builder json =
        JsonObject.builder()
            .put("iss", offer.gateway().issuer())
            .put("aud", offer.gateway().audience())
            .put("epoch", offer.epoch())
            .put("nonce", offer.nonce())
            .put("exp", offer.expiresAt())
            .put("user_id", offer.userId());
    CardsTaken.put(json, tokens.cards());
    new Exchange(http).json(201, json.build());
  }

  private void change(Context http) {
    DeviceCaller caller = authenticator.device(http);
    Exchange exchange = new Exchange(http);
    Change change = exchange.read(OwnTokenRoutes::read);
    exchange.json(
        200, json(Exchange.done(tokens.change(caller, change.stepUp().toArray(), change.made()))));
  }

  private static Change read(ObjectReader body) throws RefusedException {
    Bytes stepUp = body.bytes("step_up");
    Optional<Made> made =
        body.has("jws") || body.has("attestation_object")
            ? Optional.of(EnrolmentRoutes.made(body))
            : Optional.empty();
    return new Change(stepUp, made);
  }

  private static JsonObject json(Token token) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("token", token.credentialId())
            .put("kind", token.credential().kind())
            .put("name", token.name())
            .put("standing", token.standing().name().toLowerCase(Locale.ROOT));
    if (token.credential() instanceof Credential.Fido2 fido2) {
      json.put("aaguid", fido2.aaguid());
    }
    return json.build();
  }
}
