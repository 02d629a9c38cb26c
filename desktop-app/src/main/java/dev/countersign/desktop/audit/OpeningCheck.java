package dev.countersign.desktop.audit;

import dev.countersign.desktop.audit.AuditEntry.Content.Ended;
import dev.countersign.desktop.audit.AuditRows.Leaf;
import dev.countersign.proof.log.Checkpoint;
import dev.countersign.proof.log.Frontier;
import dev.countersign.proof.log.MissingNodeException;
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

  /** More than those entries and the last node of every level can have. */
  private static final int MOST_NODES = 512;

  private final AuditRows rows;
  private final Genesis genesis;
  private final CheckpointCheck checkpoints;

  OpeningCheck(AuditRows rows, Genesis genesis, VerifierKeys keys) {
    this.rows = rows;
    this.genesis = genesis;
    this.checkpoints = new CheckpointCheck(keys);
  }

  /** What came of it. */
  sealed interface Result {
    /** The log can be used; the frontier is of the nodes that were checked. */
    record Sound(Frontier frontier) implements Result {}

    /** What is wrong, as a clause. */
    record Faulty(String clause) implements Result {}
  }

  /**
   * Looks.
   *
   * @throws MissingNodeException when the tree lacks one of its nodes
   */
  Result look() throws SQLException {
    long size = rows.size();
    Optional<String> low = height(size);
    if (low.isPresent()) {
      return new Result.Faulty(low.get());
    }
    long first = Math.max(0, size - TAIL);
    List<NavigableMap<Long, Optional<TreeHash>>> levels = rows.edge(first, size, MOST_NODES);
    return tail(first, size, levels)
        .or(() -> checkpoint(size))
        .<Result>map(Result.Faulty::new)
        .orElseGet(() ->
            new Result.Sound(
                Frontier.read(size, (level, index) -> hash(levels.get(level), index))));
  }

  private Optional<String> height(long size) {
    int height = Long.SIZE - Long.numberOfLeadingZeros(size);
    return rows.unchecked(rows::highestLevel) == height - 1
        ? Optional.empty()
        : Optional.of("the tree is not as high as its entries make it");
  }

  private Optional<String> tail(
      long first, long size, List<NavigableMap<Long, Optional<TreeHash>>> levels) {
    return rows.unchecked(() -> {
      List<Leaf> leaves = rows.leavesFrom(first);
      for (int level = 0; level < levels.size(); level++) {
        if (!endsAt(size >>> level, levels.get(level))) {
          return Optional.of("the tree does not end where the entries do");
        }
      }
      for (long index = first; index < size; index++) {
        int place = (int) (index - first);
        if (place == leaves.size() || leaves.get(place).index() != index) {
          return Optional.of("entry " + index + " is missing");
        }
        TreeHash leaf = TreeHashing.leaf(leaves.get(place).bytes().toArray());
        if (!hash(levels.getFirst(), index).equals(Optional.of(leaf))) {
          return Optional.of("entry " + index + " is not as it was written");
        }
      }
      return nodes(first, size, levels).or(() -> heads(leaves));
    });
  }

  /** Every inner node that one of the last entries completed. */
  private static Optional<String> nodes(
      long first, long size, List<NavigableMap<Long, Optional<TreeHash>>> levels) {
    for (int level = 1; level < levels.size(); level++) {
      Map<Long, Optional<TreeHash>> below = levels.get(level - 1);
      for (long index = first >>> level; index < size >>> level; index++) {
        Optional<TreeHash> left = hash(below, 2 * index);
        Optional<TreeHash> right = hash(below, 2 * index + 1);
        if (left.isEmpty()
            || right.isEmpty()
            || !hash(levels.get(level), index)
                .equals(Optional.of(TreeHashing.node(left.get(), right.get())))) {
          return Optional.of("the tree over the last entries does not match them");
        }
      }
    }
    return Optional.empty();
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
      if (leaf.mayBeOutcome() && leaf.entry().content() instanceof Ended ended) {
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
