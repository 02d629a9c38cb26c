package dev.countersign.proof.request;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.ObjectReader;
import java.util.Optional;

/**
 * The approval request as the gateway signs it: the requester's ask and what only the gateway may
 * say ({@code docs/protocol.md} §2). A mirror of the payload; the payload's bytes are what counts.
 *
 * @param epoch 16 bytes that change whenever the ledger is restored or promoted
 * @param askSha256 the digest of the requester's signed ask
 * @param nonce 32 bytes drawn after the ask was fixed
 * @param issuedAt Unix seconds
 * @param expiresAt Unix seconds; the first second in which the request is no longer valid
 */
public record ApprovalRequest(
    String issuer,
    String audience,
    String requestId,
    Bytes epoch,
    Digest askSha256,
    RequesterSession session,
    Requester requester,
    AuthorizationDetails details,
    String reason,
    Optional<String> ticket,
    Attributes context,
    Risk risk,
    PolicyRef policy,
    Quorum quorum,
    Confirmation confirmation,
    Chain chain,
    Optional<String> supersedes,
    Bytes nonce,
    long issuedAt,
    long expiresAt,
    DisplayRef display) {

  public static final int EPOCH_BYTES = 16;
  public static final int NONCE_BYTES = 32;

  /** The longest life that any policy may give a request, in seconds. */
  public static final long MAX_LIFE_SECONDS = 3600;

  /**
   * Reads a payload; only {@link VerifiedRequest} calls it, after the signature was checked.
   *
   * @throws RefusedException {@code malformed_request}, {@code unsupported_version} or {@code
   *     unsupported_feature}
   */
  static ApprovalRequest read(JsonObject payload) throws RefusedException {
    ObjectReader reader = new ObjectReader(payload, "request", RefusalCode.MALFORMED_REQUEST);
    Version.require(reader);
    UnsupportedMembers.refuse(reader);
    ApprovalRequest request =
        new ApprovalRequest(
            reader.identifier("iss"),
            reader.identifier("aud"),
            reader.identifier("request_id"),
            reader.bytes("epoch", EPOCH_BYTES),
            new Digest(reader.bytes("ask_sha256", Digest.SIZE)),
            RequesterSession.read(reader.reader("session")),
            Requester.read(reader.reader("requester")),
            AuthorizationDetails.read(reader),
            reader.string("reason"),
            reader.optionalString("ticket"),
            Attributes.read(reader.reader("context")),
            Risk.read(reader.reader("risk")),
            PolicyRef.read(reader.reader("policy")),
            Quorum.read(reader.reader("quorum")),
            Confirmation.read(reader.reader("confirmation")),
            Chain.read(reader),
            reader.optionalIdentifier("supersedes"),
            reader.bytes("nonce", NONCE_BYTES),
            reader.unsigned("iat"),
            reader.unsigned("exp"),
            DisplayRef.read(reader.reader("display")));
    reader.end();
    // The audience stands in the client data, byte for byte, where nothing is escaped.
    if (request.audience.indexOf('"') >= 0 || request.audience.indexOf('\\') >= 0) {
      throw reader.refused("aud", "is not an RP ID");
    }
    long life = request.expiresAt - request.issuedAt;
    if (life <= 0 || life > MAX_LIFE_SECONDS) {
      throw reader.refused("exp", "is not after iat by at most an hour");
    }
    return request;
  }

  /** The payload to sign. */
  public JsonObject json() {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("v", Version.CURRENT)
            .put("iss", issuer)
            .put("aud", audience)
            .put("request_id", requestId)
            .put("epoch", epoch)
            .put("ask_sha256", askSha256.value())
            .put("session", session.json())
            .put("requester", requester.json())
            .put("authorization_details", details.json())
            .put("reason", reason)
            .putIfPresent("ticket", ticket)
            .put("context", context.json())
            .put("risk", risk.json())
            .put("policy", policy.json())
            .put("quorum", quorum.json())
            .put("confirmation", confirmation.json())
            .put("access", "once")
            .put("execution", "immediate");
    chain.put(json);
    return json.putIfPresent("supersedes", supersedes)
        .put("nonce", nonce)
        .put("iat", issuedAt)
        .put("exp", expiresAt)
        .put("display", display.json())
        .build();
  }
}
