package dev.countersign.desktop.demo;

import dev.countersign.desktop.submission.Call;
import dev.countersign.desktop.submission.DpopHttp;
import dev.countersign.desktop.submission.PathSegment;
import dev.countersign.desktop.submission.Reply;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.json.StrictJson;
import dev.countersign.proof.request.Envelope;
import dev.countersign.proof.request.GatewayKeys;
import dev.countersign.proof.request.PayloadType;
import dev.countersign.proof.request.VerifiedRequest;
import java.io.IOException;
import java.time.Duration;

/** An executor: redeems a grant, and acts only on what the signed request in the answer says. */
public final class DemoExecutor {
  private final DpopHttp http;
  private final String executorId;
  private final GatewayKeys pinned;

  public DemoExecutor(DpopHttp http, String executorId, GatewayKeys pinned) {
    this.http = http;
    this.executorId = executorId;
    this.pinned = pinned;
  }

  public String id() {
    return executorId;
  }

  /** How a redemption ended. */
  public sealed interface Redeemed {

    /**
     * The action may be performed now.
     *
     * @param request the only source of what to do
     * @param within how soon, counted from sending the redemption
     */
    record Granted(VerifiedRequest request, long index, Duration within) implements Redeemed {}

    /** It must not be performed. */
    record Refused(String code) implements Redeemed {}
  }

  /**
   * Redeems.
   *
   * @param redeem the envelope that the requester signed for this executor
   * @param executorNonce what this executor drew for it; the answer must echo it
   * @throws IOException when no answer came, or one that is not valid
   */
  public Redeemed redeem(Bytes grant, Bytes redeem, Bytes executorNonce)
      throws IOException, InterruptedException {
    JsonObject body;
    try {
      body =
          JsonObject.builder()
              .put("grant", StrictJson.parseObject(grant.toArray(), Envelope.MAX_BYTES))
              .put("redeem", StrictJson.parseObject(redeem.toArray(), Envelope.MAX_BYTES))
              .build();
    } catch (RefusedException notJson) {
      throw new IOException("the grant or the redemption is not readable", notJson);
    }
    return switch (http.send(Call.postJson("/v1/redemptions", body))) {
      case Reply.Success success -> granted(success.body(), executorNonce);
      case Reply.Problem problem -> new Redeemed.Refused(problem.code());
      case Reply.NoAnswer(String reason) -> throw new IOException(reason);
    };
  }

  /** Reports what came of it: {@code executed}, {@code failed} or {@code unknown}. */
  public void report(String redemptionId, String outcome) throws IOException, InterruptedException {
    Reply reply =
        http.send(
            Call.postJson(
                "/v1/redemptions/" + PathSegment.encode(redemptionId) + "/outcome",
                JsonObject.builder().put("outcome", outcome).build()));
    if (!(reply instanceof Reply.Success)) {
      throw new IOException("the outcome was not taken");
    }
  }

  private Redeemed granted(Bytes wire, Bytes executorNonce) throws IOException {
    try {
      Envelope envelope = Envelope.parse(wire.toArray(), PayloadType.REDEMPTION);
      envelope.requireSignedBy(
          pinned.byKeyid(envelope.keyid()).key(), RefusalCode.BAD_REQUEST_SIGNATURE);
      ObjectReader answer =
          new ObjectReader(envelope.json(), "redemption", RefusalCode.MALFORMED_ENVELOPE);
      VerifiedRequest request = VerifiedRequest.verify(answer.bytes("request").toArray(), pinned);
      boolean ours =
          answer.identifier("executor_id").equals(executorId)
              && answer.bytes("executor_nonce").equals(executorNonce)
              && answer.string("request_sha256").equals(request.sha256().toString());
      if (!ours) {
        throw new IOException("the redemption is for another executor or request");
      }
      return new Redeemed.Granted(
          request,
          answer.unsigned("index"),
          Duration.ofMillis(answer.unsigned("execute_within_ms")));
    } catch (RefusedException bad) {
      throw new IOException("the redemption is not valid: " + bad.code().wire(), bad);
    }
  }
}
