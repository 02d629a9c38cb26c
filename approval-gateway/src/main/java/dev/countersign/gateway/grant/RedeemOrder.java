package dev.countersign.gateway.grant;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.request.Version;

/**
 * The payload of {@code redeem}: what the requester signs with its session key for one executor and
 * one use.
 *
 * @param redemptionId chosen by the executor; a repetition gets the first answer
 * @param executorNonce 32 bytes of the executor, echoed in the answer
 * @param index which detail of the request, from 0
 */
public record RedeemOrder(
    String grantId,
    String redemptionId,
    String executorId,
    Bytes executorNonce,
    long index,
    Digest requestSha256) {

  public static final int NONCE_BYTES = 32;

  /**
   * Reads the payload of an envelope whose signature was checked.
   *
   * @throws RefusedException {@code malformed_envelope} or {@code unsupported_version}
   */
  public static RedeemOrder read(JsonObject payload) throws RefusedException {
    ObjectReader reader = new ObjectReader(payload, "redeem", RefusalCode.MALFORMED_ENVELOPE);
    Version.require(reader);
    RedeemOrder order =
        new RedeemOrder(
            reader.identifier("grant_id"),
            reader.identifier("redemption_id"),
            reader.identifier("executor_id"),
            reader.bytes("executor_nonce", NONCE_BYTES),
            reader.unsigned("index"),
            new Digest(reader.bytes("request_sha256", Digest.SIZE)));
    reader.end();
    return order;
  }

  /** The payload to sign. */
  public JsonObject json() {
    return JsonObject.builder()
        .put("v", Version.CURRENT)
        .put("grant_id", grantId)
        .put("redemption_id", redemptionId)
        .put("executor_id", executorId)
        .put("executor_nonce", executorNonce)
        .put("index", index)
        .put("request_sha256", requestSha256.value())
        .build();
  }
}
