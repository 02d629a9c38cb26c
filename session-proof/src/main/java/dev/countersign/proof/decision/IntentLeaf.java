package dev.countersign.proof.decision;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonWriter;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.json.StrictJson;

/**
 * The audit-log entry that is durable before the token is asked ({@code docs/protocol.md} §5).
 *
 * @param at Unix seconds by the device's clock
 * @param salt at least 16 random bytes, so that a redacted leaf cannot be guessed
 */
public record IntentLeaf(
    long at,
    Digest requestSha256,
    Digest displayDigest,
    Decision decision,
    String approver,
    String deviceJkt,
    Digest challengeSha256,
    Bytes salt) {

  /** The value of the member {@code type}. */
  public static final String TYPE = "intent";

  public static final int MIN_SALT_BYTES = 16;

  /**
   * Reads the exact bytes of an entry.
   *
   * @throws RefusedException {@code malformed_log_evidence}
   */
  public static IntentLeaf parse(byte[] entry) throws RefusedException {
    RefusalCode code = RefusalCode.MALFORMED_LOG_EVIDENCE;
    JsonObject json;
    try {
      json = StrictJson.parseObject(entry);
    } catch (RefusedException notStrict) {
      throw notStrict.as(code);
    }
    ObjectReader reader = new ObjectReader(json, "intent", code);
    if (!reader.string("type").equals(TYPE)) {
      throw reader.refused("type", "is not intent");
    }
    IntentLeaf leaf =
        new IntentLeaf(
            reader.unsigned("at"),
            new Digest(reader.bytes("request_sha256", Digest.SIZE)),
            new Digest(reader.bytes("display_digest", Digest.SIZE)),
            Decision.read(reader),
            reader.identifier("approver"),
            reader.identifier("device_jkt"),
            new Digest(reader.bytes("challenge_sha256", Digest.SIZE)),
            reader.bytes("salt"));
    reader.end();
    if (leaf.salt.size() < MIN_SALT_BYTES) {
      throw reader.refused("salt", "is shorter than 16 bytes");
    }
    return leaf;
  }

  /** The bytes of the entry. */
  public byte[] bytes() {
    return JsonWriter.compact(
        JsonObject.builder()
            .put("type", TYPE)
            .put("at", at)
            .put("request_sha256", requestSha256.value())
            .put("display_digest", displayDigest.value())
            .put("decision", decision.wire())
            .put("approver", approver)
            .put("device_jkt", deviceJkt)
            .put("challenge_sha256", challengeSha256.value())
            .put("salt", salt)
            .build());
  }
}
