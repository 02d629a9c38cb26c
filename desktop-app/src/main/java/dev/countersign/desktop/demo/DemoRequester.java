package dev.countersign.desktop.demo;

import dev.countersign.desktop.submission.Call;
import dev.countersign.desktop.submission.DpopHttp;
import dev.countersign.desktop.submission.PathSegment;
import dev.countersign.desktop.submission.Reply;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.SigningKey;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonWriter;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.json.StrictJson;
import dev.countersign.proof.request.Ask;
import dev.countersign.proof.request.Attributes;
import dev.countersign.proof.request.Envelope;
import dev.countersign.proof.request.GatewayKeys;
import dev.countersign.proof.request.PayloadType;
import dev.countersign.proof.request.Requester;
import dev.countersign.proof.request.SessionKind;
import dev.countersign.proof.request.VerifiedRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * A requester as an agent or pipeline would be one: it holds a session, asks, waits for the
 * decision, and signs what the executor needs. Failures that a demo cannot handle are {@link
 * IOException}s with the gateway's code.
 */
public final class DemoRequester {
  private static final int MAX_ANSWER = 1 << 20;

  private final DpopHttp http;
  private final SigningKey key;
  private final GatewayKeys pinned;

  /** The key is the session's {@code cnf} and the client's DPoP key. */
  public DemoRequester(DpopHttp http, SigningKey key, GatewayKeys pinned) {
    this.http = http;
    this.key = key;
    this.pinned = pinned;
  }

  /**
   * Where a request stands.
   *
   * @param state {@code pending}, {@code approved}, {@code denied}, …
   * @param grant the grant envelope's bytes, while it can be redeemed
   */
  public record Status(String state, Optional<Bytes> grant) {}

  /** Begins a session; gives its id. */
  public String openSession(SessionKind kind, Requester requester, Attributes claimed)
      throws IOException, InterruptedException {
    JsonObject.Builder who =
        JsonObject.builder().put("type", requester.type().wire()).put("id", requester.id());
    who.putIfPresent("on_behalf_of", requester.onBehalfOf());
    who.putIfPresent("workload", requester.workload());
    JsonObject body =
        JsonObject.builder()
            .put("kind", kind.wire())
            .put("requester", who.build())
            .put("attributes", claimed.json())
            .build();
    Bytes answer = body(http.send(Call.postJson("/v1/sessions", body)));
    return read(answer, reader -> reader.identifier("session_id"));
  }

  /** Ends the session with all that hangs on it. */
  public void endSession(String sessionId) throws IOException, InterruptedException {
    body(http.send(Call.delete("/v1/sessions/" + PathSegment.encode(sessionId))));
  }

  /**
   * Asks, and checks that the gateway's request is the one that was asked for.
   *
   * @throws IOException also when it is not
   */
  public VerifiedRequest ask(Ask ask) throws IOException, InterruptedException {
    Envelope signed = Envelope.sign(PayloadType.ASK, ask.json(), key);
    Bytes answer = body(http.send(Call.postEnvelope("/v1/requests", signed.wire())));
    try {
      VerifiedRequest request = VerifiedRequest.verify(answer.toArray(), pinned);
      if (!request.request().askSha256().equals(signed.digest())) {
        throw new IOException("the gateway's request is for another ask");
      }
      return request;
    } catch (RefusedException bad) {
      throw new IOException("the gateway's request is not valid: " + bad.code().wire(), bad);
    }
  }

  /** Where the request stands, at the latest after {@code wait} (at most 30 s). */
  public Status await(String requestId, Duration wait) throws IOException, InterruptedException {
    Call call =
        Call.get("/v1/requests/" + PathSegment.encode(requestId) + "?wait=" + wait.toSeconds())
            .within(wait.plus(Call.ORDINARY));
    return read(
        body(http.send(call)),
        reader ->
            new Status(
                reader.identifier("state"),
                reader
                    .optionalReader("grant")
                    .map(grant -> Bytes.of(JsonWriter.compact(grant.whole())))));
  }

  public void withdraw(String requestId) throws IOException, InterruptedException {
    body(http.send(Call.post("/v1/requests/" + PathSegment.encode(requestId) + "/withdraw")));
  }

  /**
   * What was granted and by which executor it may be redeemed.
   *
   * @param executorNonce 32 bytes that the executor drew
   * @param index which detail of the request
   */
  public record Redeem(
      Bytes grant, String redemptionId, String executorId, Bytes executorNonce, long index) {}

  /** Signs a redemption for the executor; gives the envelope's bytes. */
  public Bytes signRedeem(Redeem redeem) throws IOException {
    try {
      JsonObject grant = Envelope.parse(redeem.grant().toArray(), PayloadType.GRANT).json();
      ObjectReader reader = new ObjectReader(grant, "grant", RefusalCode.MALFORMED_JSON);
      JsonObject payload =
          JsonObject.builder()
              .put("v", 1)
              .put("grant_id", reader.identifier("grant_id"))
              .put("redemption_id", redeem.redemptionId())
              .put("executor_id", redeem.executorId())
              .put("executor_nonce", redeem.executorNonce())
              .put("index", redeem.index())
              .put("request_sha256", reader.string("request_sha256"))
              .build();
      return Bytes.of(Envelope.sign(PayloadType.REDEEM, payload, key).wire());
    } catch (RefusedException bad) {
      throw new IOException("the grant is not readable: " + bad.code().wire(), bad);
    }
  }

  private interface Reading<T> {
    T read(ObjectReader reader) throws RefusedException;
  }

  private static Bytes body(Reply reply) throws IOException {
    return switch (reply) {
      case Reply.Success success -> success.body();
      case Reply.Problem problem -> throw new IOException("the gateway refused: " + problem.code());
      case Reply.NoAnswer(String reason) -> throw new IOException(reason);
    };
  }

  private static <T> T read(Bytes body, Reading<T> reading) throws IOException {
    try {
      JsonObject json = StrictJson.parseObject(body.toArray(), MAX_ANSWER);
      return reading.read(new ObjectReader(json, "answer", RefusalCode.MALFORMED_JSON));
    } catch (RefusedException unreadable) {
      throw new IOException("the gateway's answer is not readable", unreadable);
    }
  }
}
