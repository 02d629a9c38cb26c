package dev.countersign.gateway.http;

import dev.countersign.gateway.Outcome;
import dev.countersign.gateway.enrollment.EnrolmentService;
import dev.countersign.gateway.enrollment.EnrolmentService.Made;
import dev.countersign.gateway.store.Token;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.P256VerifyingKey;
import dev.countersign.proof.crypto.VerifyingKey;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.verify.Credential;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/**
 * Enrolment with a one-time code. Whoever has no good code learns nothing: every failure before the
 * code is known to be good is the one uniform body.
 */
final class EnrolmentRoutes {
  private static final int MAX_NAME = 100;

  private final EnrolmentService enrolments;
  private final GatewayInfo info;
  private final AttemptLimit limit;

  EnrolmentRoutes(EnrolmentService enrolments, GatewayInfo info, AttemptLimit limit) {
    this.enrolments = enrolments;
    this.info = info;
    this.limit = limit;
  }

  void register(RoutesConfig routes) {
    routes.post("/v1/enrolments/options", this::options);
    routes.post("/v1/enrolments", this::enrol);
  }

  private record Begin(String code, P256VerifyingKey device) {}

  private void options(Context http) {
    limit.count(http.req().getRemoteAddr());
    Exchange exchange = new Exchange(http);
    Begin begin = exchange.read(body -> new Begin(body.string("code"), deviceKey(body)));
    EnrolmentService.Options options = known(enrolments.options(begin.code(), begin.device()));
    exchange.json(200, json(options));
  }

  private void enrol(Context http) {
    limit.count(http.req().getRemoteAddr());
    Exchange exchange = new Exchange(http);
    EnrolmentService.Enrolled enrolled =
        known(enrolments.enrol(exchange.read(EnrolmentRoutes::submission)));
    exchange.json(201, json(enrolled));
  }

  private static JsonObject json(EnrolmentService.Enrolled enrolled) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("approver", enrolled.approver())
            .put("device_jkt", enrolled.deviceJkt())
            .put("credential_id", Token.idOf(enrolled.credential()));
    switch (enrolled.credential()) {
      case Credential.Fido2 fido2 ->
          json.put("aaguid", fido2.aaguid()).put("attestation", enrolled.attestation().wire());
      case Credential.Card card -> json.put("kind", card.kind());
    }
    return json.build();
  }

  private static EnrolmentService.Submission submission(ObjectReader body) throws RefusedException {
    String name = body.string("token_name");
    if (name.isBlank() || name.length() > MAX_NAME) {
      throw body.refused("token_name", "is not 1 to " + MAX_NAME + " characters");
    }
    return new EnrolmentService.Submission(
        body.identifier("enrolment_id"),
        deviceKey(body),
        body.bytes("device_sig"),
        made(body),
        name);
  }

  /** What a token made, in a body. */
  static Made made(ObjectReader body) throws RefusedException {
    return body.has("jws") ? card(body) : credential(body);
  }

  private static Made card(ObjectReader body) throws RefusedException {
    return new Made.Card(body.string("jws"), body.bool("pin_each_use"));
  }

  private static Made credential(ObjectReader body) throws RefusedException {
    return new Made.Fido2(body.bytes("client_data_json"), body.bytes("attestation_object"));
  }

  private static P256VerifyingKey deviceKey(ObjectReader body) throws RefusedException {
    if (VerifyingKey.fromJwk(body.object("device"), RefusalCode.MALFORMED_JSON)
        instanceof P256VerifyingKey key) {
      return key;
    }
    throw body.refused("device", "is not a P-256 key");
  }

  private static <T> T known(Outcome<T> outcome) {
    if (outcome instanceof Outcome.NotFound<T>) {
      throw ApiException.unauthorized("no enrolment code or enrolment that can be used");
    }
    return Exchange.done(outcome);
  }

  private JsonObject json(EnrolmentService.Options options) {
    String audience = info.identity().audience();
    JsonObject.Builder json =
        JsonObject.builder()
            .put("enrolment_id", options.enrolmentId())
            .put(
                "approver",
                JsonObject.builder()
                    .put("id", options.approver().id())
                    .put("person", options.approver().person())
                    .build())
            .put("rp", JsonObject.builder().put("id", audience).put("name", audience).build())
            .put("user_id", options.userId())
            .put("challenge", options.challenge())
            .put("issuer", info.identity().issuer())
            .put("aud", audience)
            .put("demo", info.identity().demo())
            .put("keys", info.keys())
            .put("witness", info.witness());
    CardsTaken.put(json, options.cards());
    return json.build();
  }
}
