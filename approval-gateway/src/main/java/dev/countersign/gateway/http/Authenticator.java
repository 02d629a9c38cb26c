package dev.countersign.gateway.http;

import dev.countersign.gateway.Caller;
import dev.countersign.gateway.Caller.DeviceCaller;
import dev.countersign.gateway.Caller.ExecutorCaller;
import dev.countersign.gateway.Caller.RequesterCaller;
import dev.countersign.gateway.Outcome;
import dev.countersign.gateway.http.ClientRegister.Known;
import dev.countersign.gateway.session.ApproverSessions;
import io.javalin.http.Context;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Establishes who makes a call (RFC 9449 §7). The access token only says whom to ask about: the
 * register and the approver session are read from the store on every call, so that a revocation
 * counts from the moment it is stored.
 */
final class Authenticator {
  private static final String SCHEME = "DPoP ";

  private final AccessTokens tokens;
  private final ClientRegister clients;
  private final ApproverSessions approverSessions;
  private final DpopProofs proofs;
  private final PublicAddress address;

  Authenticator(
      AccessTokens tokens,
      ClientRegister clients,
      ApproverSessions approverSessions,
      DpopProofs proofs,
      PublicAddress address) {
    this.tokens = tokens;
    this.clients = clients;
    this.approverSessions = approverSessions;
    this.proofs = proofs;
    this.address = address;
  }

  RequesterCaller requester(Context http) {
    Known known = authenticate(http, Role.REQUESTER).known();
    return new RequesterCaller(known.id(), known.jkt(), http.req().getRemoteAddr());
  }

  ExecutorCaller executor(Context http) {
    Known known = authenticate(http, Role.EXECUTOR).known();
    return new ExecutorCaller(known.id(), known.jkt());
  }

  DeviceCaller device(Context http) {
    Authenticated caller = authenticate(http, Role.DEVICE);
    String session = caller.holder().approverSession().orElse("");
    return switch (approverSessions.current(session, caller.known().jkt())) {
      case Outcome.Done<ApproverSessions.Open>(var open) ->
          new DeviceCaller(open.deviceJkt(), open.approver(), open.sessionId());
      case Outcome.Refused<ApproverSessions.Open>(var refusal) ->
          throw ApiException.unauthorized("approver session: " + refusal.code());
      case Outcome.NotFound<ApproverSessions.Open> _ ->
          throw ApiException.unauthorized("no such approver session");
    };
  }

  /** Whether an established caller might still call; for answers that last long. */
  boolean stillValid(Caller caller) {
    return switch (caller) {
      case DeviceCaller device ->
          clients.find(device.jkt(), Role.DEVICE).isPresent()
              && approverSessions.current(device.approverSession(), device.jkt())
                  instanceof Outcome.Done<ApproverSessions.Open>;
      case RequesterCaller requester -> clients.find(requester.id(), Role.REQUESTER).isPresent();
      case ExecutorCaller executor -> clients.find(executor.id(), Role.EXECUTOR).isPresent();
    };
  }

  private record Authenticated(AccessTokens.Holder holder, Known known) {}

  private Authenticated authenticate(Context http, Role role) {
    String token = accessToken(http);
    AccessTokens.Holder holder =
        tokens
            .holder(token)
            .orElseThrow(() -> ApiException.unauthorized("unknown or expired access token"));
    if (holder.role() != role) {
      throw ApiException.unauthorized("a " + holder.role() + " called for a " + role);
    }
    Known known =
        clients
            .find(holder.clientId(), role)
            .filter(client -> client.jkt().equals(holder.jkt()))
            .orElseThrow(() -> ApiException.unauthorized("revoked since the token was issued"));
    DpopProofs.Call call =
        new DpopProofs.Call(
            http.method().name(), address.urisOf(http.path()), Optional.of(token), 401);
    proofs.require(JwtProof.parse(onlyHeader(http, "DPoP")), call, known.key());
    return new Authenticated(holder, known);
  }

  private static String accessToken(Context http) {
    String authorization = onlyHeader(http, "Authorization");
    if (!authorization.startsWith(SCHEME)) {
      throw ApiException.unauthorized("not the DPoP scheme");
    }
    return authorization.substring(SCHEME.length());
  }

  /** A header that must be there exactly once (RFC 9449 §4.3, check 1). */
  static String onlyHeader(Context http, String name) {
    List<String> values = Collections.list(http.req().getHeaders(name));
    if (values.size() != 1) {
      throw ApiException.unauthorized(values.size() + " headers " + name);
    }
    return values.getFirst();
  }
}
