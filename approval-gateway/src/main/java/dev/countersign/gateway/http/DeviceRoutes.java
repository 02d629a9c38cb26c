package dev.countersign.gateway.http;

import dev.countersign.gateway.Caller.DeviceCaller;
import dev.countersign.gateway.decision.ChallengeService;
import dev.countersign.gateway.decision.DecisionOutcome;
import dev.countersign.gateway.decision.DecisionService;
import dev.countersign.gateway.request.RequestService;
import dev.countersign.gateway.session.RequesterSessions;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonWriter;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/** What a desk may call about requests. */
final class DeviceRoutes {
  private final Authenticator authenticator;
  private final RequestService requests;
  private final ChallengeService challenges;
  private final DecisionService decisions;
  private final RequesterSessions sessions;

  DeviceRoutes(
      Authenticator authenticator,
      RequestService requests,
      ChallengeService challenges,
      DecisionService decisions,
      RequesterSessions sessions) {
    this.authenticator = authenticator;
    this.requests = requests;
    this.challenges = challenges;
    this.decisions = decisions;
    this.sessions = sessions;
  }

  void register(RoutesConfig routes) {
    routes.get("/v1/requests", this::pending);
    routes.get("/v1/requests/{id}/envelope", this::envelope);
    routes.post("/v1/requests/{id}/challenge", this::challenge);
    routes.post("/v1/requests/{id}/decision", this::decide);
    routes.delete("/v1/requester-sessions/{id}", this::endSession);
  }

  private record Challenge(Digest requestSha256, String decision) {}

  private record Submission(Bytes proof, Bytes logEvidence) {}

  private void pending(Context http) {
    authenticator.device(http);
    if (!"pending".equals(http.queryParam("state"))) {
      throw ApiException.badRequest("only state=pending is listed");
    }
    RequestService.Pending pending = requests.pending();
    new Exchange(http)
        .json(
            200,
            JsonObject.builder()
                .put("requests", JsonArray.ofStrings(pending.requestIds()))
                .put("next", pending.next())
                .build());
  }

  private void envelope(Context http) {
    DeviceCaller caller = authenticator.device(http);
    Exchange exchange = new Exchange(http);
    exchange.envelope(200, Exchange.done(requests.envelope(caller, exchange.pathParameter("id"))));
  }

  private void challenge(Context http) {
    DeviceCaller caller = authenticator.device(http);
    Exchange exchange = new Exchange(http);
    Challenge wanted =
        exchange.read(body ->
            new Challenge(
                new Digest(body.bytes("request_sha256", Digest.SIZE)),
                body.identifier("decision")));
    exchange.envelope(
        201,
        Exchange.done(
            challenges.issue(
                caller, exchange.pathParameter("id"), wanted.requestSha256(), wanted.decision())));
  }

  private void decide(Context http) {
    DeviceCaller caller = authenticator.device(http);
    Exchange exchange = new Exchange(http);
    Submission body =
        exchange.read(reader ->
            new Submission(
                reader.bytes("proof"),
                Bytes.of(JsonWriter.compact(reader.object("log_evidence")))));
    DecisionOutcome outcome =
        decisions.decide(
            caller,
            exchange.pathParameter("id"),
            body.proof().toArray(),
            body.logEvidence().toArray());
    switch (outcome) {
      case DecisionOutcome.Accepted(var receipt) -> exchange.envelope(200, receipt);
      case DecisionOutcome.AlreadyAccepted(var first) ->
          throw ApiException.refused(RefusalCode.ALREADY_DECIDED, "the same proof again")
              .with("receipt", RequesterRoutes.asObject(first));
      case DecisionOutcome.Refused(var refusal) ->
          throw ApiException.refused(refusal.code(), refusal.sentence());
    }
  }

  private void endSession(Context http) {
    DeviceCaller caller = authenticator.device(http);
    Exchange exchange = new Exchange(http);
    Exchange.done(sessions.endByApprover(caller, exchange.pathParameter("id")));
    exchange.noContent();
  }
}
