package dev.countersign.proof.request;

import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.crypto.VerifyingKey;
import dev.countersign.proof.json.JsonObject;

/**
 * An approval request whose signature was checked against a pinned gateway key and whose payload
 * passed the strict profile. There is no other way to make one, so holding it is the evidence.
 */
public final class VerifiedRequest {
  private final Envelope envelope;
  private final Digest sha256;
  private final JsonObject payload;
  private final ApprovalRequest request;

  private VerifiedRequest(
      Envelope envelope, Digest sha256, JsonObject payload, ApprovalRequest request) {
    this.envelope = envelope;
    this.sha256 = sha256;
    this.payload = payload;
    this.request = request;
  }

  /**
   * Checks an envelope in the order of the specification: wrapper, key, signature, payload, issuer
   * of the key, key's validity at {@code iat}.
   *
   * @param wire the bytes that travelled
   * @throws RefusedException with the code of steps 1 and 2
   */
  public static VerifiedRequest verify(byte[] wire, GatewayKeys pinned) throws RefusedException {
    Envelope envelope = Envelope.parse(wire, PayloadType.APPROVAL_REQUEST);
    GatewayKeys.Pinned key = pinned.byKeyid(envelope.keyid());
    VerifyingKey verifying = key.key();
    envelope.requireSignedBy(verifying, RefusalCode.BAD_REQUEST_SIGNATURE);
    JsonObject payload;
    try {
      payload = envelope.json();
    } catch (RefusedException notStrict) {
      throw notStrict.as(RefusalCode.MALFORMED_REQUEST);
    }
    ApprovalRequest request = ApprovalRequest.read(payload);
    if (!request.issuer().equals(pinned.issuer())) {
      throw new RefusedException(
          RefusalCode.WRONG_ISSUER, "the request names another issuer than the pinned one");
    }
    key.requireValidAt(request.issuedAt());
    return new VerifiedRequest(envelope, envelope.digest(), payload, request);
  }

  public Envelope envelope() {
    return envelope;
  }

  /** {@code request_sha256}. */
  public Digest sha256() {
    return sha256;
  }

  /** The payload tree from the one parse of the bytes that travelled. */
  public JsonObject payload() {
    return payload;
  }

  public ApprovalRequest request() {
    return request;
  }
}
