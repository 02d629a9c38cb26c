package dev.countersign.proof.decision;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.log.TreeHash;
import dev.countersign.proof.request.Envelope;
import dev.countersign.proof.request.Version;
import java.util.ArrayList;
import java.util.List;

/**
 * What the device shows of its audit log beside a proof ({@code docs/protocol.md} §7, step 13); it
 * travels in an envelope that the device key signs.
 *
 * @param challenge the {@code C} it belongs to
 * @param leaf the intent entry's exact bytes
 * @param inclusion the path from the leaf to the statement's log head
 * @param witnessedSize the size of the head that the gateway witnessed last; 0 before the first
 * @param consistency the path between that head and the statement's, the smaller one first; empty
 *     when either is equal or nothing was witnessed
 */
public record LogEvidence(
    Digest challenge,
    Bytes leaf,
    List<TreeHash> inclusion,
    long witnessedSize,
    List<TreeHash> consistency) {

  private static final int MAX_PATH = 128;

  public LogEvidence {
    inclusion = List.copyOf(inclusion);
    consistency = List.copyOf(consistency);
  }

  /**
   * Reads the payload of an envelope whose signature was checked.
   *
   * @throws RefusedException {@code malformed_log_evidence} or {@code unsupported_version}
   */
  public static LogEvidence read(Envelope signed) throws RefusedException {
    RefusalCode code = RefusalCode.MALFORMED_LOG_EVIDENCE;
    JsonObject json;
    try {
      json = signed.json();
    } catch (RefusedException notStrict) {
      throw notStrict.as(code);
    }
    ObjectReader reader = new ObjectReader(json, "log evidence", code);
    Version.require(reader);
    LogEvidence evidence =
        new LogEvidence(
            new Digest(reader.bytes("challenge", Digest.SIZE)),
            reader.bytes("leaf"),
            path(reader, "inclusion"),
            reader.unsigned("witnessed_size"),
            path(reader, "consistency"));
    reader.end();
    return evidence;
  }

  private static List<TreeHash> path(ObjectReader reader, String member) throws RefusedException {
    List<TreeHash> path = new ArrayList<>();
    for (String text : reader.strings(member)) {
      path.add(
          TreeHash.fromBase64Url(text)
              .orElseThrow(() -> reader.refused(member, "holds something that is not a hash")));
    }
    if (path.size() > MAX_PATH) {
      throw reader.refused(member, "is longer than any tree is deep");
    }
    return path;
  }

  /** The payload to sign. */
  public JsonObject json() {
    return JsonObject.builder()
        .put("v", Version.CURRENT)
        .put("challenge", challenge.value())
        .put("leaf", leaf)
        .put("inclusion", hashes(inclusion))
        .put("witnessed_size", witnessedSize)
        .put("consistency", hashes(consistency))
        .build();
  }

  private static JsonArray hashes(List<TreeHash> path) {
    return JsonArray.ofStrings(path.stream().map(TreeHash::base64Url).toList());
  }
}
