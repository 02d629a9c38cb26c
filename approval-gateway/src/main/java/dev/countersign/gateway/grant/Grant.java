package dev.countersign.gateway.grant;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.request.ApprovalRequest;
import dev.countersign.proof.request.Version;

/**
 * The payload of a grant: what one executor may redeem for one approved request.
 *
 * @param executor {@code aud}, the executor's registered id
 * @param confirmationJkt thumbprint of the requester's session key
 * @param issuedAt Unix seconds
 * @param expiresAt Unix seconds, at most {@link #MAX_LIFE_SECONDS} after {@code issuedAt}
 * @param correlationId joins approval, use and revocation
 */
public record Grant(
    String grantId,
    String issuer,
    String executor,
    String requestId,
    Digest requestSha256,
    Bytes epoch,
    String confirmationJkt,
    String sessionId,
    long issuedAt,
    long expiresAt,
    String correlationId) {

  public static final long MAX_LIFE_SECONDS = 60;

  /**
   * Reads the payload of an envelope whose signature was checked.
   *
   * @throws RefusedException {@code malformed_envelope} or {@code unsupported_version}
   */
  public static Grant read(JsonObject payload) throws RefusedException {
    ObjectReader reader = new ObjectReader(payload, "grant", RefusalCode.MALFORMED_ENVELOPE);
    Version.require(reader);
    ObjectReader cnf = reader.reader("cnf");
    Grant grant =
        new Grant(
            reader.identifier("grant_id"),
            reader.identifier("iss"),
            reader.identifier("aud"),
            reader.identifier("request_id"),
            new Digest(reader.bytes("request_sha256", Digest.SIZE)),
            reader.bytes("epoch", ApprovalRequest.EPOCH_BYTES),
            cnf.identifier("jkt"),
            reader.identifier("session_id"),
            reader.unsigned("iat"),
            reader.unsigned("exp"),
            reader.identifier("correlation_id"));
    cnf.end();
    reader.end();
    long life = grant.expiresAt - grant.issuedAt;
    if (life <= 0 || life > MAX_LIFE_SECONDS) {
      throw reader.refused("exp", "is not after iat by at most 60 s");
    }
    return grant;
  }

  /** The payload to sign. */
  public JsonObject json() {
    return JsonObject.builder()
        .put("v", Version.CURRENT)
        .put("grant_id", grantId)
        .put("iss", issuer)
        .put("aud", executor)
        .put("request_id", requestId)
        .put("request_sha256", requestSha256.value())
        .put("epoch", epoch)
        .put("cnf", JsonObject.builder().put("jkt", confirmationJkt).build())
        .put("session_id", sessionId)
        .put("iat", issuedAt)
        .put("exp", expiresAt)
        .put("correlation_id", correlationId)
        .build();
  }
}
