package dev.countersign.desktop.export;

import dev.countersign.desktop.audit.AuditEntry;
import dev.countersign.desktop.audit.AuditLog;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonWriter;
import dev.countersign.proof.log.SignedCheckpoint;
import dev.countersign.proof.log.TreeHash;
import dev.countersign.proof.log.TreeHashing;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The verifiable export, JSON Lines: a head with the signed checkpoint, each entry with its
 * inclusion proof or, withheld, its leaf hash with the same proof, and a last line that says how
 * many there were. Form: {@code docs/audit-log.md}.
 */
final class ProofLines implements ExportLines {
  static final String FORMAT = "countersign-log-export";

  private final AuditLog log;
  private final SignedCheckpoint checkpoint;
  private final long first;
  private final long end;

  ProofLines(AuditLog log, SignedCheckpoint checkpoint, long first, long end) {
    this.log = log;
    this.checkpoint = checkpoint;
    this.first = first;
    this.end = end;
  }

  @Override
  public String head() {
    JsonObject.Builder head =
        JsonObject.builder()
            .put("format", FORMAT)
            .put("v", 1)
            .put("first", first)
            .put("end", end)
            .put("checkpoint", text(checkpoint));
    witnessed().ifPresent(witnessed -> head.put("witnessed", witnessed));
    return line(head);
  }

  /** The newest checkpoint that has more signatures, and the path from it to the export's. */
  private Optional<JsonObject> witnessed() {
    return log.newestWitnessed()
        .filter(stored -> stored.checkpoint().size() <= checkpoint.checkpoint().size())
        .map(stored -> {
          long from = stored.checkpoint().size();
          long to = checkpoint.checkpoint().size();
          List<TreeHash> path = from == to ? List.of() : log.consistencyProof(from, to).path();
          return JsonObject.builder()
              .put("checkpoint", text(stored))
              .put("consistency", nodes(path))
              .build();
        });
  }

  @Override
  public String line(AuditEntry entry) {
    return line(numbered(entry).put("entry", entry.leaf()).put("inclusion", inclusion(entry)));
  }

  @Override
  public String withheld(AuditEntry entry) {
    return line(
        numbered(entry)
            .put("leaf_hash", TreeHashing.leaf(entry.leaf().toArray()).base64Url())
            .put("inclusion", inclusion(entry)));
  }

  @Override
  public String end(long written) {
    return line(JsonObject.builder().put("written", written));
  }

  private static JsonObject.Builder numbered(AuditEntry entry) {
    return JsonObject.builder().put("index", entry.index());
  }

  private JsonArray inclusion(AuditEntry entry) {
    return nodes(log.inclusionProof(entry.index(), checkpoint.checkpoint().size()).path());
  }

  private static JsonArray nodes(List<TreeHash> path) {
    return JsonArray.ofStrings(path.stream().map(TreeHash::base64Url).toList());
  }

  private static String text(SignedCheckpoint signed) {
    return new String(signed.toBytes(), StandardCharsets.UTF_8);
  }

  private static String line(JsonObject.Builder json) {
    return JsonWriter.compactText(json.build()) + "\n";
  }
}
