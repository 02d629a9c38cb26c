package dev.countersign.desktop.audit;

import dev.countersign.proof.log.TreeHash;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What verifying a log file showed. When several apply, the first in this order is given. */
public sealed interface LogVerdict {
  /** The file or the checkpoint cannot be used; nothing is said about the log. */
  record Unusable(String sentence) implements LogVerdict {}

  /**
   * The log is not what was written.
   *
   * @param firstBadEntry number of the first entry that is wrong, missing or no longer proven;
   *     empty if only the layout changed
   * @param findings one clause each; the first explains {@code firstBadEntry}
   */
  record Changed(OptionalLong firstBadEntry, List<String> findings, Facts facts)
      implements LogVerdict {
    public Changed {
      findings = List.copyOf(findings);
    }
  }

  /** Consistent in itself, but shorter than a checkpoint says: cut at the end or rolled back. */
  record Truncated(long expectedSize, Facts facts) implements LogVerdict {}

  /** Consistent, but entries from {@code sealedSize} on are under no stored checkpoint. */
  record Unsealed(long sealedSize, Facts facts) implements LogVerdict {}

  /**
   * Every entry, node and checkpoint is as it was written, as far as {@link Facts#notChecked}
   * allows.
   */
  record Intact(Facts facts) implements LogVerdict {}

  /**
   * What the verifier saw.
   *
   * @param entries entries read
   * @param root root recomputed from the entries that were read
   * @param origin the log's origin by its first entry
   * @param notChecked {@code witness} without a checkpoint from outside; {@code device_signature},
   *     {@code witness_signature} without the keys
   */
  record Facts(long entries, TreeHash root, Optional<String> origin, List<String> notChecked) {
    public Facts {
      notChecked = List.copyOf(notChecked);
    }
  }

  /** Exit code of {@code log verify}: 0 intact, 1 changed, 2 unusable, 3 truncated, 4 unsealed. */
  default int exitCode() {
    return switch (this) {
      case Intact intact -> 0;
      case Changed changed -> 1;
      case Unusable unusable -> 2;
      case Truncated truncated -> 3;
      case Unsealed unsealed -> 4;
    };
  }
}
