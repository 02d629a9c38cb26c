package dev.countersign.desktop.audit;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.log.TreeHash;

/** What appending an entry gave. */
public sealed interface AppendOutcome {
  /**
   * The entry is durable: it survives a power cut.
   *
   * @param index number of the entry, from 0
   * @param size entries in the log with this one as the last
   * @param root RFC 6962 root at that size
   * @param leaf the entry's exact bytes
   */
  record Recorded(long index, long size, TreeHash root, Bytes leaf) implements AppendOutcome {}

  /** The entry must be treated as missing: nothing that depends on it may be signed. */
  record NotRecorded(AuditFault fault) implements AppendOutcome {}
}
