package dev.countersign.desktop.audit;

import dev.countersign.desktop.audit.AuditEntry.Content.Ended;
import dev.countersign.desktop.audit.AuditRows.Leaf;
import dev.countersign.proof.log.Checkpoint;
import dev.countersign.proof.log.TreeHash;
import dev.countersign.proof.log.TreeHashing;
import dev.countersign.proof.log.TreeProver;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * What is checked before a log is used, in a time that does not depend on its length: the last
 * entries with every node they complete, that the tree ends where the entries do, and the newest
 * signed checkpoint. What is older is for {@link LogVerifier}, which runs beside the desk.
 */
final class OpeningCheck {
  /** Entries recomputed from the end. */
  static final int TAIL = 64;

  /** A pair of nodes begins at an even number. */
  private static final long EVEN = ~1L;

  private static final String OTHER_END = "the tree does not end where the entries do";

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
    return height(size).or(() -> tail(size)).or(() -> checkpoint(size));
  }

  private Optional<String> height(long size) {
    int height = Long.SIZE - Long.numberOfLeadingZeros(size);
    return rows.unchecked(rows::highestLevel) == height - 1
        ? Optional.empty()
        : Optional.of("the tree is not as high as its entries make it");
  }

  private Optional<String> tail(long size) {
    return rows.unchecked(() -> {
      long first = Math.max(0, size - TAIL);
      List<Leaf> leaves = rows.leavesFrom(first);
      NavigableMap<Long, Optional<TreeHash>> hashes = edge(0, first, size);
      if (!endsAt(size, hashes)) {
        return Optional.of(OTHER_END);
      }
      for (long index = first; index < size; index++) {
        int place = (int) (index - first);
        if (place == leaves.size() || leaves.get(place).index() != index) {
          return Optional.of("entry " + index + " is missing");
        }
        TreeHash leaf = TreeHashing.leaf(leaves.get(place).bytes().toArray());
        if (!hash(hashes, index).equals(Optional.of(leaf))) {
          return Optional.of("entry " + index + " is not as it was written");
        }
      }
      return nodes(first, size, hashes).or(() -> heads(leaves));
    });
  }

  /**
   * Every inner node that one of the last entries completed.
   *
   * @param leaves the nodes of level 0 from the first entry's pair on
   */
  private Optional<String> nodes(
      long first, long size, NavigableMap<Long, Optional<TreeHash>> leaves) {
    return rows.unchecked(() -> {
      NavigableMap<Long, Optional<TreeHash>> below = leaves;
      for (int level = 1; size >>> level > 0; level++) {
        NavigableMap<Long, Optional<TreeHash>> here = edge(level, first, size);
        if (!endsAt(size >>> level, here)) {
          return Optional.of(OTHER_END);
        }
        for (long index = first >>> level; index < size >>> level; index++) {
          Optional<TreeHash> left = hash(below, 2 * index);
          Optional<TreeHash> right = hash(below, 2 * index + 1);
          if (left.isEmpty()
              || right.isEmpty()
              || !hash(here, index)
                  .equals(Optional.of(TreeHashing.node(left.get(), right.get())))) {
            return Optional.of("the tree over the last entries does not match them");
          }
        }
        below = here;
      }
      return Optional.empty();
    });
  }

  /**
   * The right edge of a level: its last node and what the entries from {@code first} completed,
   * from the left one of a pair on, and one more than can be right.
   */
  private NavigableMap<Long, Optional<TreeHash>> edge(int level, long first, long size)
      throws SQLException {
    long from = Math.min(first >>> level, (size >>> level) - 1);
    return rows.nodesFrom(level, from & EVEN, TAIL + 2);
  }

  private static boolean endsAt(long count, NavigableMap<Long, ?> edge) {
    return !edge.isEmpty() && edge.lastKey() == count - 1;
  }

  private static Optional<TreeHash> hash(Map<Long, Optional<TreeHash>> nodes, long index) {
    return nodes.getOrDefault(index, Optional.empty());
  }

  private Optional<String> heads(List<Leaf> leaves) {
    TreeProver prover = new TreeProver(rows.nodes());
    for (Leaf leaf : leaves) {
      if (leaf.isOutcome() && leaf.entry().content() instanceof Ended ended) {
        Optional<String> fault = SignedHead.fault(ended, genesis, leaf.index() + 1, prover::root);
        if (fault.isPresent()) {
          return fault.map(clause -> "entry " + leaf.index() + " " + clause);
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
