package dev.countersign.desktop.audit;

import dev.countersign.desktop.audit.AuditEntry.Content.Ended;
import dev.countersign.proof.log.Checkpoint;
import dev.countersign.proof.log.TreeHash;
import dev.countersign.proof.log.TreeHashing;
import dev.countersign.proof.log.TreeProver;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * What is checked before a log is used, in a time that does not depend on its length: the last
 * entries with every node they complete, that the tree ends where the entries do, and the newest
 * signed checkpoint. What is older is for {@link LogVerifier}, which runs beside the desk.
 */
final class OpeningCheck {
  /** Entries recomputed from the end. */
  static final int TAIL = 64;

  private final AuditRows rows;
  private final Genesis genesis;
  private final CheckpointCheck checkpoints;

  OpeningCheck(AuditRows rows, Genesis genesis, VerifierKeys keys) {
    this.rows = rows;
    this.genesis = genesis;
    this.checkpoints = new CheckpointCheck(keys);
  }

  /** What is wrong, as a clause. */
  Optional<String> fault() throws SQLException {
    long size = rows.size();
    return treeEnd(size).or(() -> tail(size)).or(() -> checkpoint(size));
  }

  private Optional<String> treeEnd(long size) {
    return rows.unchecked(() -> {
      int height = Long.SIZE - Long.numberOfLeadingZeros(size);
      for (int level = 0; level < height; level++) {
        if (rows.lastNode(level) != (size >>> level) - 1) {
          return Optional.of("the tree does not end where the entries do");
        }
      }
      return rows.highestLevel() == height - 1
          ? Optional.empty()
          : Optional.of("the tree is higher than its entries");
    });
  }

  private Optional<String> tail(long size) {
    return rows.unchecked(() -> {
      List<AuditEntry> entries = rows.entriesBelow(size, TAIL);
      long expected = size;
      for (AuditEntry entry : entries) {
        expected--;
        TreeHash leaf = TreeHashing.leaf(entry.leaf().toArray());
        if (entry.index() != expected || !rows.node(0, expected).equals(Optional.of(leaf))) {
          return Optional.of("entry " + expected + " is not as it was written");
        }
      }
      return expected == Math.max(0, size - TAIL)
          ? nodes(expected, size).or(() -> heads(entries))
          : Optional.of("entry " + (expected - 1) + " is missing");
    });
  }

  /** Every inner node that one of the last entries completed. */
  private Optional<String> nodes(long first, long size) {
    return rows.unchecked(() -> {
      for (int level = 1; size >>> level > 0; level++) {
        for (long index = first >>> level; index < size >>> level; index++) {
          Optional<TreeHash> left = rows.node(level - 1, 2 * index);
          Optional<TreeHash> right = rows.node(level - 1, 2 * index + 1);
          if (left.isEmpty()
              || right.isEmpty()
              || !rows.node(level, index)
                  .equals(Optional.of(TreeHashing.node(left.get(), right.get())))) {
            return Optional.of("the tree over the last entries does not match them");
          }
        }
      }
      return Optional.empty();
    });
  }

  private Optional<String> heads(List<AuditEntry> entries) {
    TreeProver prover = new TreeProver(rows.nodes());
    for (AuditEntry entry : entries) {
      if (entry.content() instanceof Ended ended) {
        Optional<String> fault = SignedHead.fault(ended, genesis, entry.index() + 1, prover::root);
        if (fault.isPresent()) {
          return fault.map(clause -> "entry " + entry.index() + " " + clause);
        }
      }
    }
    return Optional.empty();
  }

  private Optional<String> checkpoint(long size) {
    Optional<byte[]> newest = rows.unchecked(rows::newestCheckpoint);
    if (newest.isEmpty()) {
      return Optional.empty();
    }
    return switch (checkpoints.stored(newest.get())) {
      case CheckpointCheck.Result.Bad(String clause) ->
          Optional.of("its newest checkpoint cannot be used: " + clause);
      case CheckpointCheck.Result.Good(Checkpoint checkpoint) -> {
        if (checkpoint.size() > size) {
          yield Optional.of(
              "it has %d entries, fewer than its newest checkpoint (%d)"
                  .formatted(size, checkpoint.size()));
        }
        TreeHash root = new TreeProver(rows.nodes()).root(checkpoint.size());
        yield new Checkpoint(genesis.origin(), checkpoint.size(), root).equals(checkpoint)
            ? Optional.empty()
            : Optional.of("its tree is not the one of its newest checkpoint");
      }
    };
  }
}
