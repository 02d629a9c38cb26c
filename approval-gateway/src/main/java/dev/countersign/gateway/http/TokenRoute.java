package dev.countersign.gateway.http;

import com.nimbusds.oauth2.sdk.util.URLUtils;
import dev.countersign.gateway.Outcome;
import dev.countersign.gateway.http.ClientRegister.Known;
import dev.countersign.gateway.session.ApproverSessions;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonString;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code POST /oauth/token}: the client credentials grant with private_key_jwt, bound by DPoP to
 * the client's registered key. For a device it opens or continues the approver session.
 */
final class TokenRoute {
  private static final int MAX_FORM_BYTES = 16 * 1024;
  private static final String JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  private final ClientRegister clients;
  private final ClientAssertions assertions;
  private final DpopProofs proofs;
  private final AccessTokens tokens;
  private final ApproverSessions approverSessions;
  private final PublicAddress address;

  TokenRoute(
      ClientRegister clients,
      ClientAssertions assertions,
      DpopProofs proofs,
      AccessTokens tokens,
      ApproverSessions approverSessions,
      PublicAddress address) {
    this.clients = clients;
    this.assertions = assertions;
    this.proofs = proofs;
    this.tokens = tokens;
    this.approverSessions = approverSessions;
    this.address = address;
  }

  void handle(Context http) {
    try {
      issue(new Exchange(http));
    } catch (ApiException refused) {
      // RFC 6749 §5.2: ordinary OAuth clients look for this member.
      throw switch (refused.code()) {
        case "use_dpop_nonce" -> refused.with("error", new JsonString("use_dpop_nonce"));
        case "unauthorized" -> refused.with("error", new JsonString("invalid_client"));
        case "bad_request" -> refused.with("error", new JsonString("invalid_request"));
        default -> refused;
      };
    }
  }

  private void issue(Exchange exchange) {
    Map<String, List<String>> form = form(exchange);
    if (!one(form, "grant_type").equals("client_credentials")
        || !one(form, "client_assertion_type").equals(JWT_BEARER)) {
      throw ApiException.badRequest("not client_credentials with a JWT assertion");
    }
    JwtProof assertion = JwtProof.parse(one(form, "client_assertion"));
    String clientId = ClientAssertions.claimedClient(assertion);
    if (form.containsKey("client_id") && !one(form, "client_id").equals(clientId)) {
      throw ApiException.unauthorized("client_id is not the assertion's subject");
    }
    Known client =
        clients
            .find(clientId)
            .orElseThrow(() -> ApiException.unauthorized("unknown or revoked client"));
    Context http = exchange.http();
    DpopProofs.Call call =
        new DpopProofs.Call("POST", address.urisOf(http.path()), Optional.empty(), 400);
    // The proof goes first: a demand for a nonce must not use the assertion up.
    proofs.require(JwtProof.parse(Authenticator.onlyHeader(http, "DPoP")), call, client.key());
    assertions.require(assertion, client.id(), client.key());
    AccessTokens.Holder holder =
        new AccessTokens.Holder(client.role(), client.id(), client.jkt(), approverSession(client));
    http.header("Cache-Control", "no-store");
    exchange.json(
        200,
        JsonObject.builder()
            .put("access_token", tokens.issue(holder))
            .put("token_type", "DPoP")
            .put("expires_in", tokens.lifeSeconds())
            .build());
  }

  private Optional<String> approverSession(Known client) {
    if (client.role() != Role.DEVICE) {
      return Optional.empty();
    }
    return switch (approverSessions.open(client.jkt())) {
      case Outcome.Done<ApproverSessions.Open>(var open) -> Optional.of(open.sessionId());
      case Outcome.Refused<ApproverSessions.Open>(var refusal) ->
          throw ApiException.unauthorized("approver session: " + refusal.code());
      case Outcome.NotFound<ApproverSessions.Open> _ ->
          throw ApiException.unauthorized("unknown device");
    };
  }

  private static Map<String, List<String>> form(Exchange exchange) {
    byte[] body = exchange.body(MAX_FORM_BYTES);
    Map<String, List<String>> form =
        URLUtils.parseParameters(new String(body, StandardCharsets.UTF_8));
    Set<String> known =
        Set.of("grant_type", "client_assertion_type", "client_assertion", "client_id");
    if (!known.containsAll(form.keySet())) {
      throw ApiException.badRequest("an unknown form parameter");
    }
    return form;
  }

  private static String one(Map<String, List<String>> form, String name) {
    List<String> values = form.getOrDefault(name, List.of());
    if (values.size() != 1) {
      throw ApiException.badRequest("the parameter " + name + " is not there exactly once");
    }
    return values.getFirst();
  }
}
