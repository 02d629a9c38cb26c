package dev.countersign.gateway.grant;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.request.Version;

/**
 * The payload of the gateway's answer to a redemption. The executor acts only on values parsed from
 * the request in it, and only after it found its own nonce.
 *
 * @param request the signed request's envelope bytes
 * @param redeemedAt Unix seconds
 * @param executeWithinMillis counted by the executor from sending its first call for this
 *     redemption; a repeated answer is never a new deadline
 */
public record Redemption(
    String issuer,
    String grantId,
    String redemptionId,
    String executorId,
    Bytes executorNonce,
    long index,
    Bytes request,
    Digest requestSha256,
    long redeemedAt,
    long executeWithinMillis,
    String correlationId) {

  public static final long EXECUTE_WITHIN_MILLIS = 10_000;

  /**
   * Reads the payload of an envelope whose signature was checked.
   *
   * @throws RefusedException {@code malformed_envelope} or {@code unsupported_version}
   */
  public static Redemption read(JsonObject payload) throws RefusedException {
    ObjectReader reader = new ObjectReader(payload, "redemption", RefusalCode.MALFORMED_ENVELOPE);
    Version.require(reader);
    Redemption redemption =
        new Redemption(
            reader.identifier("iss"),
            reader.identifier("grant_id"),
            reader.identifier("redemption_id"),
            reader.identifier("executor_id"),
            reader.bytes("executor_nonce", RedeemOrder.NONCE_BYTES),
            reader.unsigned("index"),
            reader.bytes("request"),
            new Digest(reader.bytes("request_sha256", Digest.SIZE)),
            reader.unsigned("redeemed_at"),
            reader.unsigned("execute_within_ms"),
            reader.identifier("correlation_id"));
    reader.end();
    if (redemption.executeWithinMillis > EXECUTE_WITHIN_MILLIS) {
      throw reader.refused("execute_within_ms", "is more than 10000");
    }
    return redemption;
  }

  /** The payload to sign. */
  public JsonObject json() {
    return JsonObject.builder()
        .put("v", Version.CURRENT)
        .put("iss", issuer)
        .put("grant_id", grantId)
        .put("redemption_id", redemptionId)
        .put("executor_id", executorId)
        .put("executor_nonce", executorNonce)
        .put("index", index)
        .put("request", request)
        .put("request_sha256", requestSha256.value())
        .put("redeemed_at", redeemedAt)
        .put("execute_within_ms", executeWithinMillis)
        .put("correlation_id", correlationId)
        .build();
  }
}
