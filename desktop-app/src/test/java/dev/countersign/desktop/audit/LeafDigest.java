package dev.countersign.desktop.audit;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.log.TreeHashing;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What was acknowledged, as the number of an entry and its leaf hash. */
final class LeafDigest {
  private LeafDigest() {}

  static String of(Bytes leaf) {
    return TreeHashing.leaf(leaf.toArray()).toString();
  }

  /** Acknowledgements as {@link AuditWorkload} writes them; a line cut short is none. */
  static Map<Long, String> read(String text) {
    Map<Long, String> read = new HashMap<>();
    for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
      String[] parts = line.split(" ");
      read.put(Long.parseLong(parts[0]), parts[1]);
    }
    return read;
  }

  /** How many of them a log does not have as they were acknowledged. */
  static long missing(Map<Long, String> acknowledged, List<AuditEntry> entries) {
    return acknowledged.entrySet().stream()
        .filter(each ->
            each.getKey() >= entries.size()
                || !of(entries.get(each.getKey().intValue()).leaf()).equals(each.getValue()))
        .count();
  }
}
