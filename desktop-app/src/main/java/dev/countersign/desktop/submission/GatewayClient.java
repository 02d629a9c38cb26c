package dev.countersign.desktop.submission;

import dev.countersign.desktop.approval.FatePort;
import dev.countersign.desktop.approval.GatewayAnswer;
import dev.countersign.desktop.approval.GatewayPort;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.decision.Decision;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonValue;
import dev.countersign.proof.json.JsonWriter;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.json.StrictJson;
import dev.countersign.proof.log.SignedCheckpoint;
import dev.countersign.proof.log.TreeHash;
import dev.countersign.proof.request.Envelope;
import dev.countersign.proof.verify.X509Trust;
import dev.countersign.proof.x509.CertificateTrust;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The device's calls to its gateway ({@code docs/api.md}, Device). */
public final class GatewayClient implements GatewayPort, FatePort {
  private static final int CHECKPOINT_ANSWER_MAX = 128 * 1024;

  private final DpopHttp http;

  public GatewayClient(DpopHttp http) {
    this.http = http;
  }

  @Override
  public GatewayAnswer<Bytes> challenge(String requestId, Digest requestSha256, Decision decision)
      throws InterruptedException {
    JsonObject body =
        JsonObject.builder()
            .put("request_sha256", requestSha256.value())
            .put("decision", decision.wire())
            .build();
    return raw(http.send(Call.postJson(requestPath(requestId) + "/challenge", body)));
  }

  @Override
  public GatewayAnswer<Bytes> submit(String requestId, Bytes proof, Envelope logEvidence)
      throws InterruptedException {
    JsonObject body =
        JsonObject.builder().put("proof", proof).put("log_evidence", asObject(logEvidence)).build();
    return raw(http.send(Call.postJson(requestPath(requestId) + "/decision", body)));
  }

  @Override
  public GatewayAnswer<Optional<WitnessedHead>> witnessed() throws InterruptedException {
    Reply reply = http.send(Call.get("/v1/witness"));
    if (reply instanceof Reply.Problem problem && problem.code().equals("not_found")) {
      return new GatewayAnswer.Given<>(Optional.empty());
    }
    return parsed(reply, body -> Optional.of(head(body)));
  }

  @Override
  public GatewayAnswer<Bytes> witness(SignedCheckpoint head, Extension extension)
      throws InterruptedException {
    JsonObject.Builder body =
        JsonObject.builder()
            .put("checkpoint", new String(head.toBytes(), StandardCharsets.UTF_8))
            .put("consistency", nodes(extension.consistency()))
            .put("from", extension.from());
    extension
        .genesis()
        .ifPresent(first ->
            body.put(
                "genesis",
                JsonObject.builder()
                    .put("entry", first.entry())
                    .put("inclusion", nodes(first.inclusion()))
                    .build()));
    return parsed(
        http.send(Call.postJson("/v1/witness", body.build())),
        answer -> Bytes.utf8(answer.string("checkpoint")));
  }

  @Override
  public GatewayAnswer<Fate> fate(Digest challengeSha256) throws InterruptedException {
    return parsed(
        http.send(Call.get("/v1/challenges/" + challengeSha256.value().base64Url())),
        body ->
            switch (body.string("state")) {
              case "open" -> new Fate.Open();
              case "not_counted" -> new Fate.NotCounted();
              case "counted" -> new Fate.Counted(receipts(body));
              default -> throw body.refused("state", "is not known");
            });
  }

  private static List<Bytes> receipts(ObjectReader body) throws RefusedException {
    List<Bytes> receipts = new ArrayList<>();
    for (JsonValue each : body.array("receipts")) {
      receipts.add(Bytes.of(JsonWriter.compact(each)));
    }
    return List.copyOf(receipts);
  }

  /** The alarms of the gateway's witness about this approver's devices, oldest first. */
  public GatewayAnswer<List<GatewayAlarm>> alarms() throws InterruptedException {
    return parsed(
        http.send(Call.get("/v1/alarms")),
        body -> {
          List<GatewayAlarm> alarms = new ArrayList<>();
          for (ObjectReader each : body.readers("alarms")) {
            alarms.add(GatewayAlarm.read(each));
          }
          return List.copyOf(alarms);
        });
  }

  /**
   * What a change of tokens is stated with.
   *
   * @param nonce counts once; also the challenge of a new token
   * @param expiresAt Unix seconds
   * @param userId for a new FIDO2 credential
   * @param cards which certificates of smart cards are taken; empty when the gateway does not say
   */
  public record TokenOffer(
      String issuer,
      String audience,
      Bytes epoch,
      Bytes nonce,
      long expiresAt,
      Bytes userId,
      Optional<CertificateTrust> cards) {}

  /** Asks for what a change of tokens is stated with. */
  public GatewayAnswer<TokenOffer> tokenOffer() throws InterruptedException {
    return parsed(
        http.send(Call.postJson("/v1/tokens/offers", JsonObject.builder().build())),
        body ->
            new TokenOffer(
                body.identifier("iss"),
                body.identifier("aud"),
                body.bytes("epoch"),
                body.bytes("nonce"),
                body.unsigned("exp"),
                body.bytes("user_id"),
                X509Trust.said(body)));
  }

  /** Has one change of tokens made; the body is that of {@code POST /v1/tokens/changes}. */
  public GatewayAnswer<Bytes> changeToken(JsonObject body) throws InterruptedException {
    return raw(http.send(Call.postJson("/v1/tokens/changes", body)));
  }

  /** The approver's tokens as the gateway knows them; the JSON of {@code GET /v1/tokens}. */
  public GatewayAnswer<Bytes> tokens() throws InterruptedException {
    return raw(http.send(Call.get("/v1/tokens")));
  }

  /** The gateway's trust file, as it exports it. */
  public GatewayAnswer<Bytes> trust() throws InterruptedException {
    return raw(http.send(Call.get("/v1/trust")));
  }

  /** Ends a requester's session at once (its requests and unused grants end with it). */
  public GatewayAnswer<Bytes> endRequesterSession(String sessionId) throws InterruptedException {
    return raw(http.send(Call.delete("/v1/requester-sessions/" + PathSegment.encode(sessionId))));
  }

  private interface Reading<T> {
    T read(ObjectReader body) throws RefusedException;
  }

  private static JsonArray nodes(List<TreeHash> path) {
    return JsonArray.ofStrings(path.stream().map(TreeHash::base64Url).toList());
  }

  private static String requestPath(String requestId) {
    return "/v1/requests/" + PathSegment.encode(requestId);
  }

  private static WitnessedHead head(ObjectReader body) throws RefusedException {
    return new WitnessedHead(
        body.unsigned("size"), TreeHash.of(body.bytes("root", TreeHash.LENGTH).toArray()));
  }

  private static JsonObject asObject(Envelope envelope) {
    try {
      return StrictJson.parseObject(envelope.wire(), Envelope.MAX_BYTES);
    } catch (RefusedException impossible) {
      throw new IllegalStateException("an envelope that is not JSON", impossible);
    }
  }

  private static <T> GatewayAnswer<T> parsed(Reply reply, Reading<T> reading) {
    return switch (raw(reply)) {
      case GatewayAnswer.Given<Bytes>(Bytes body) -> {
        try {
          JsonObject json = StrictJson.parseObject(body.toArray(), CHECKPOINT_ANSWER_MAX);
          yield new GatewayAnswer.Given<>(
              reading.read(new ObjectReader(json, "answer", RefusalCode.MALFORMED_JSON)));
        } catch (RefusedException unreadable) {
          yield new GatewayAnswer.NoAnswer<>("its answer was not readable");
        }
      }
      case GatewayAnswer.Refused<Bytes>(String code, String id, Optional<Bytes> receipt) ->
          new GatewayAnswer.Refused<>(code, id, receipt);
      case GatewayAnswer.NoAnswer<Bytes>(String reason) -> new GatewayAnswer.NoAnswer<>(reason);
    };
  }

  private static GatewayAnswer<Bytes> raw(Reply reply) {
    return switch (reply) {
      case Reply.Success(int status, Bytes body) -> new GatewayAnswer.Given<>(body);
      case Reply.Problem problem when isAboutTheCall(problem) ->
          new GatewayAnswer.Refused<>(problem.code(), problem.correlationId(), receipt(problem));
      case Reply.Problem problem ->
          new GatewayAnswer.NoAnswer<>("it answered " + problem.status() + ", " + problem.code());
      case Reply.NoAnswer(String reason) -> new GatewayAnswer.NoAnswer<>(reason);
    };
  }

  /**
   * A refused client, a busy gateway or a proxy's page says nothing about the call itself. Proxies
   * use these statuses too, but only the gateway names its code.
   */
  private static boolean isAboutTheCall(Reply.Problem problem) {
    boolean considered =
        problem.status() == 400 || problem.status() == 404 || problem.status() == 422;
    return considered && problem.body().get("code").isPresent();
  }

  private static Optional<Bytes> receipt(Reply.Problem problem) {
    return problem
        .body()
        .get("receipt")
        .filter(JsonObject.class::isInstance)
        .map(envelope -> Bytes.of(JsonWriter.compact(envelope)));
  }
}
