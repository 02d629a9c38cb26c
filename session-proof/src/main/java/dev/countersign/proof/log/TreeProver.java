package dev.countersign.proof.log;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes roots and proofs from stored complete nodes, reading O(log n) of them. Every method throws
 * {@link MissingNodeException} if the store lacks a node it needs.
 */
public final class TreeProver {
  private final NodeSource nodes;

  public TreeProver(NodeSource nodes) {
    this.nodes = nodes;
  }

  /**
   * The root of the first {@code size} leaves.
   *
   * @throws IllegalArgumentException if the size is not in 0..{@link TreeSize#MAX}
   */
  public TreeHash root(long size) {
    return Frontier.read(size, nodes).root();
  }

  /**
   * The audit path of a leaf in the tree of the given size (RFC 9162 section 2.1.3.1).
   *
   * @throws IllegalArgumentException unless 0 ≤ index < size
   */
  public InclusionProof inclusion(long index, long size) {
    require(TreeSize.isValid(size) && index >= 0 && index < size, "an inclusion", index, size);
    List<TreeHash> path = new ArrayList<>();
    long low = 0;
    long high = size;
    while (high - low > 1) {
      long middle = low + split(high - low);
      if (index < middle) {
        path.addFirst(subtree(middle, high));
        high = middle;
      } else {
        path.addFirst(subtree(low, middle));
        low = middle;
      }
    }
    return new InclusionProof(index, size, path);
  }

  /**
   * The consistency path between two sizes of this tree (RFC 9162 section 2.1.4.1).
   *
   * @throws IllegalArgumentException unless 0 < oldSize ≤ newSize
   */
  public ConsistencyProof consistency(long oldSize, long newSize) {
    require(
        TreeSize.isValid(newSize) && oldSize > 0 && oldSize <= newSize,
        "a consistency",
        oldSize,
        newSize);
    List<TreeHash> path = new ArrayList<>();
    long low = 0;
    long high = newSize;
    while (oldSize != high) {
      long middle = low + split(high - low);
      if (oldSize <= middle) {
        path.addFirst(subtree(middle, high));
        high = middle;
      } else {
        path.addFirst(subtree(low, middle));
        low = middle;
      }
    }
    // When the old tree is itself a left subtree of the new one, the verifier already has its root.
    if (low != 0) {
      path.addFirst(subtree(low, high));
    }
    return new ConsistencyProof(oldSize, newSize, path);
  }

  private TreeHash subtree(long low, long high) {
    long width = high - low;
    if (Long.bitCount(width) == 1) {
      int level = Long.numberOfTrailingZeros(width);
      long index = low >>> level;
      return nodes.node(level, index).orElseThrow(() -> new MissingNodeException(level, index));
    }
    long middle = low + split(width);
    return TreeHashing.node(subtree(low, middle), subtree(middle, high));
  }

  /** The largest power of two smaller than the width; the width is at least 2. */
  private static long split(long width) {
    return Long.highestOneBit(width - 1);
  }

  private static void require(boolean condition, String what, long first, long second) {
    if (!condition) {
      throw new IllegalArgumentException(
          what + " proof does not exist for " + first + " and " + second);
    }
  }
}
