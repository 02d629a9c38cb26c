package dev.countersign.proof.decision;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.request.Envelope;
import dev.countersign.proof.request.GatewayKeys;
import dev.countersign.proof.request.PayloadType;
import dev.countersign.proof.request.Version;

/**
 * The gateway's live word that this request may be decided now, by this approver, on this device,
 * in this approver session ({@code docs/protocol.md} §4). Single use.
 *
 * @param issuedAt Unix seconds
 * @param expiresAt Unix seconds, at most {@link #MAX_LIFE_SECONDS} after {@code issuedAt}
 * @param random 32 bytes
 */
public record SessionChallenge(
    Digest requestSha256,
    String approver,
    String deviceJkt,
    String approverSession,
    long issuedAt,
    long expiresAt,
    Bytes random) {

  public static final long MAX_LIFE_SECONDS = 120;
  public static final int RANDOM_BYTES = 32;

  /** A challenge with the digest that statements refer to. */
  public record Verified(SessionChallenge challenge, Digest sha256, Envelope envelope) {}

  /**
   * Reads a challenge and checks its signature.
   *
   * @throws RefusedException {@code malformed_envelope}, {@code unknown_gateway_key}, {@code
   *     gateway_key_not_valid}, {@code challenge_mismatch} or {@code unsupported_version}
   */
  public static Verified verify(byte[] wire, GatewayKeys pinned) throws RefusedException {
    Envelope envelope = Envelope.parse(wire, PayloadType.SESSION_CHALLENGE);
    GatewayKeys.Pinned key = pinned.byKeyid(envelope.keyid());
    envelope.requireSignedBy(key.key(), RefusalCode.CHALLENGE_MISMATCH);
    SessionChallenge challenge = read(envelope.json());
    key.requireValidAt(challenge.issuedAt);
    return new Verified(challenge, envelope.digest(), envelope);
  }

  private static SessionChallenge read(JsonObject payload) throws RefusedException {
    ObjectReader reader =
        new ObjectReader(payload, "session challenge", RefusalCode.CHALLENGE_MISMATCH);
    Version.require(reader);
    SessionChallenge challenge =
        new SessionChallenge(
            new Digest(reader.bytes("request_sha256", Digest.SIZE)),
            reader.identifier("approver"),
            reader.identifier("device_jkt"),
            reader.identifier("approver_session"),
            reader.unsigned("iat"),
            reader.unsigned("exp"),
            reader.bytes("random", RANDOM_BYTES));
    reader.end();
    long life = challenge.expiresAt - challenge.issuedAt;
    if (life <= 0 || life > MAX_LIFE_SECONDS) {
      throw reader.refused("exp", "is not after iat by at most 120 s");
    }
    return challenge;
  }

  /** The payload to sign. */
  public JsonObject json() {
    return JsonObject.builder()
        .put("v", Version.CURRENT)
        .put("request_sha256", requestSha256.value())
        .put("approver", approver)
        .put("device_jkt", deviceJkt)
        .put("approver_session", approverSession)
        .put("iat", issuedAt)
        .put("exp", expiresAt)
        .put("random", random)
        .build();
  }
}
