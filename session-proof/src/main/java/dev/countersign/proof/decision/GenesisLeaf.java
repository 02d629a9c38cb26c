package dev.countersign.proof.decision;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonWriter;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.json.StrictJson;

/**
 * The first entry of a device's audit log, which names the enrolment ({@code docs/audit-log.md}).
 *
 * @param at Unix seconds by the device's clock
 * @param origin of the log's checkpoints
 * @param issuer the gateway that enrolled the device
 * @param salt at least 16 random bytes
 */
public record GenesisLeaf(long at, String origin, String deviceJkt, String issuer, Bytes salt) {
  /** The value of the member {@code type}. */
  public static final String TYPE = "genesis";

  private static final int FORMAT = 1;

  /**
   * Reads the exact bytes of an entry.
   *
   * @throws RefusedException {@code malformed_log_evidence}
   */
  public static GenesisLeaf parse(byte[] entry) throws RefusedException {
    RefusalCode code = RefusalCode.MALFORMED_LOG_EVIDENCE;
    JsonObject json;
    try {
      json = StrictJson.parseObject(entry);
    } catch (RefusedException notStrict) {
      throw notStrict.as(code);
    }
    ObjectReader reader = new ObjectReader(json, TYPE, code);
    if (!reader.string("type").equals(TYPE)) {
      throw reader.refused("type", "is not genesis");
    }
    if (reader.unsigned("format") != FORMAT) {
      throw reader.refused("format", "is not known to this version");
    }
    GenesisLeaf leaf =
        new GenesisLeaf(
            reader.unsigned("at"),
            reader.identifier("origin"),
            reader.identifier("device_jkt"),
            reader.string("iss"),
            reader.bytes("salt"));
    reader.end();
    if (leaf.salt.size() < IntentLeaf.MIN_SALT_BYTES) {
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
            .put("format", FORMAT)
            .put("origin", origin)
            .put("device_jkt", deviceJkt)
            .put("iss", issuer)
            .put("salt", salt)
            .build());
  }
}
