package dev.countersign.proof.request;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.crypto.Pae;
import dev.countersign.proof.crypto.SigningKey;
import dev.countersign.proof.crypto.VerifyingKey;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonWriter;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.json.StrictJson;
import java.util.Arrays;
import java.util.List;

/**
 * A DSSE envelope with exactly one signature and exactly one serialisation: {@code
 * {"payload":…,"payloadType":…,"signatures":[{"keyid":…,"sig":…}]}}, compact, base64url without
 * padding, {@code keyid} the RFC 7638 thumbprint of the signer. Having one in hand says nothing
 * about its signature; see {@link #requireSignedBy}.
 */
public record Envelope(PayloadType type, Bytes payload, String keyid, Bytes signature) {
  /** The largest envelope in bytes: a full payload in base64url and the wrapper around it. */
  public static final int MAX_BYTES = StrictJson.MAX_BYTES / 3 * 4 + 1024;

  /** Signs a payload. */
  public static Envelope sign(PayloadType type, byte[] payload, SigningKey key) {
    byte[] signature = key.sign(Pae.encode(type.mediaType(), payload));
    return new Envelope(type, Bytes.of(payload), key.publicKey().thumbprint(), Bytes.of(signature));
  }

  /** Signs a JSON object in its compact form. */
  public static Envelope sign(PayloadType type, JsonObject payload, SigningKey key) {
    return sign(type, JsonWriter.compact(payload), key);
  }

  /**
   * Reads an envelope that must be of the expected type.
   *
   * @throws RefusedException {@code too_large} or {@code malformed_envelope}; any byte string that
   *     is not exactly what {@link #wire()} gives is refused
   */
  public static Envelope parse(byte[] wire, PayloadType expected) throws RefusedException {
    Envelope envelope;
    try {
      envelope = read(wire, expected);
    } catch (RefusedException refused) {
      throw refused.code() == RefusalCode.TOO_LARGE
          ? refused
          : refused.as(RefusalCode.MALFORMED_ENVELOPE);
    }
    if (!Arrays.equals(envelope.wire(), wire)) {
      throw new RefusedException(
          RefusalCode.MALFORMED_ENVELOPE, "the envelope is not in its one serialisation");
    }
    return envelope;
  }

  private static Envelope read(byte[] wire, PayloadType expected) throws RefusedException {
    RefusalCode code = RefusalCode.MALFORMED_ENVELOPE;
    ObjectReader reader =
        new ObjectReader(StrictJson.parseObject(wire, MAX_BYTES), "envelope", code);
    Bytes payload = reader.bytes("payload");
    if (payload.size() > StrictJson.MAX_BYTES) {
      throw new RefusedException(RefusalCode.TOO_LARGE, "the payload is larger than 64 KiB");
    }
    if (!reader.string("payloadType").equals(expected.mediaType())) {
      throw reader.refused("payloadType", "is not " + expected.mediaType());
    }
    List<ObjectReader> signatures = reader.readers("signatures");
    if (signatures.size() != 1) {
      throw reader.refused("signatures", "is not exactly one signature");
    }
    ObjectReader signature = signatures.getFirst();
    Envelope envelope =
        new Envelope(expected, payload, signature.identifier("keyid"), signature.bytes("sig", 64));
    signature.end();
    reader.end();
    return envelope;
  }

  /** The bytes that travel. */
  public byte[] wire() {
    JsonObject one = JsonObject.builder().put("keyid", keyid).put("sig", signature).build();
    return JsonWriter.compact(
        JsonObject.builder()
            .put("payload", payload)
            .put("payloadType", type.mediaType())
            .put("signatures", new JsonArray(List.of(one)))
            .build());
  }

  /** {@code SHA-256(PAE(type, payload))}: how other signed objects refer to this one. */
  public Digest digest() {
    return Digest.sha256(signedBytes());
  }

  /** The payload under the strict profile; read it only after the signature was checked. */
  public JsonObject json() throws RefusedException {
    return StrictJson.parseObject(payload.toArray());
  }

  /** Whether this key made the signature and is the one that {@code keyid} names. */
  public boolean isSignedBy(VerifyingKey key) {
    return keyid.equals(key.thumbprint()) && key.verifies(signedBytes(), signature.toArray());
  }

  /** Refuses with the given code unless {@link #isSignedBy}. */
  public void requireSignedBy(VerifyingKey key, RefusalCode code) throws RefusedException {
    if (!isSignedBy(key)) {
      throw new RefusedException(code, "the signature does not match the pinned key");
    }
  }

  private byte[] signedBytes() {
    return Pae.encode(type.mediaType(), payload.toArray());
  }
}
