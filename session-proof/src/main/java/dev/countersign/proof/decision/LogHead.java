package dev.countersign.proof.decision;

import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.log.TreeHash;
import dev.countersign.proof.log.TreeSize;

/**
 * The head of the device's audit log that a statement signs: it includes the intent.
 *
 * @param origin the log's name
 * @param size the number of entries, at least 1
 * @param intentIndex the intent's entry, counted from 0
 */
public record LogHead(String origin, long size, TreeHash root, long intentIndex) {
  /** The name of the audit log that belongs to a device key. */
  public static String originOf(String deviceJkt) {
    return "countersign.dev/device/" + deviceJkt;
  }

  static LogHead read(ObjectReader reader) throws RefusedException {
    LogHead head =
        new LogHead(
            reader.identifier("origin"),
            reader.unsigned("size"),
            TreeHash.of(reader.bytes("root", TreeHash.LENGTH).toArray()),
            reader.unsigned("intent_index"));
    reader.end();
    if (!TreeSize.isValid(head.size) || head.intentIndex >= head.size) {
      throw reader.refused("intent_index", "is not an entry of the log");
    }
    return head;
  }

  JsonObject json() {
    return JsonObject.builder()
        .put("origin", origin)
        .put("size", size)
        .put("root", root.base64Url())
        .put("intent_index", intentIndex)
        .build();
  }
}
