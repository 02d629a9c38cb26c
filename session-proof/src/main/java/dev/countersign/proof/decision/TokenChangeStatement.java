package dev.countersign.proof.decision;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.crypto.Pae;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonWriter;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.json.StrictJson;
import dev.countersign.proof.request.ApprovalRequest;
import dev.countersign.proof.request.PayloadType;
import dev.countersign.proof.request.Version;

/**
 * The statement {@code S} with which an approver changes which tokens are enrolled ({@code
 * docs/protocol.md} §6.2). It names exactly one change, and is bound to gateway, approver, device
 * and a nonce of the gateway that is used once. Its types are its own, so that no signature under
 * it can be taken for a decision's, or the other way round.
 *
 * @param nonce 32 bytes, drawn by the gateway for this approver, device and approver session
 * @param expiresAt Unix seconds; the gateway's, repeated
 * @param at Unix seconds by the device's clock; advisory
 */
public record TokenChangeStatement(
    String issuer,
    String audience,
    Bytes epoch,
    Bytes nonce,
    long expiresAt,
    String approver,
    String deviceJkt,
    TokenChange change,
    long at) {

  /** The largest statement, in bytes. */
  public static final int MAX_BYTES = 4 * 1024;

  /** How long a nonce counts, in seconds: time for two keys, two PINs and two touches. */
  public static final long MAX_LIFE_SECONDS = 300;

  public static final int NONCE_BYTES = 32;

  /**
   * Reads the exact bytes of a statement.
   *
   * @throws RefusedException {@code malformed_statement}, {@code too_large} or {@code
   *     unsupported_version}
   */
  public static TokenChangeStatement parse(byte[] bytes) throws RefusedException {
    JsonObject json;
    try {
      json = StrictJson.parseObject(bytes, MAX_BYTES);
    } catch (RefusedException refused) {
      throw refused.code() == RefusalCode.TOO_LARGE
          ? refused
          : refused.as(RefusalCode.MALFORMED_STATEMENT);
    }
    ObjectReader reader = new ObjectReader(json, "statement", RefusalCode.MALFORMED_STATEMENT);
    Version.require(reader);
    TokenChangeStatement statement =
        new TokenChangeStatement(
            reader.identifier("iss"),
            reader.identifier("aud"),
            reader.bytes("epoch", ApprovalRequest.EPOCH_BYTES),
            reader.bytes("nonce", NONCE_BYTES),
            reader.unsigned("exp"),
            reader.identifier("approver"),
            reader.identifier("device_jkt"),
            TokenChange.read(reader.reader("change")),
            reader.unsigned("at"));
    reader.end();
    return statement;
  }

  /** The bytes that are signed and travel in the step-up. */
  public byte[] bytes() {
    return JsonWriter.compact(
        JsonObject.builder()
            .put("v", Version.CURRENT)
            .put("iss", issuer)
            .put("aud", audience)
            .put("epoch", epoch)
            .put("nonce", nonce)
            .put("exp", expiresAt)
            .put("approver", approver)
            .put("device_jkt", deviceJkt)
            .put("change", change.json())
            .put("at", at)
            .build());
  }

  /** {@code SHA-256(PAE(token-change type, S))}: the challenge that a FIDO2 key signs. */
  public static Digest challenge(byte[] statement) {
    return Digest.sha256(Pae.encode(PayloadType.TOKEN_CHANGE.mediaType(), statement));
  }

  /** What the device key signs: {@code PAE(device-token-change type, S)}. */
  public static byte[] deviceSigned(byte[] statement) {
    return Pae.encode(PayloadType.DEVICE_TOKEN_CHANGE.mediaType(), statement);
  }
}
