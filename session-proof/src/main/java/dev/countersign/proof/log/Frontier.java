package dev.countersign.proof.log;

import java.util.ArrayList;
import java.util.List;

/**
 * The right edge of a tree: the roots of its maximal complete subtrees, largest (leftmost) first.
 * It is all that appending needs, so the cost of an append does not depend on what came before.
 * Immutable: an append that cannot be stored leaves the old frontier usable.
 */
public final class Frontier {
  private static final Frontier EMPTY = new Frontier(0, List.of());

  private final long size;
  private final List<TreeHash> peaks;

  private Frontier(long size, List<TreeHash> peaks) {
    this.size = size;
    this.peaks = peaks;
  }

  /** The frontier of the empty tree. */
  public static Frontier empty() {
    return EMPTY;
  }

  /**
   * Reads the frontier of a stored tree; touches at most 53 nodes.
   *
   * @throws IllegalArgumentException if the size is not in 0..{@link TreeSize#MAX}
   * @throws MissingNodeException if the store lacks one of the nodes
   */
  public static Frontier read(long size, NodeSource nodes) {
    if (!TreeSize.isValid(size)) {
      throw new IllegalArgumentException("no tree has the size " + size);
    }
    List<TreeHash> peaks = new ArrayList<>();
    for (int level = Long.SIZE - 1 - Long.numberOfLeadingZeros(size); level >= 0; level--) {
      if ((size >>> level & 1) == 1) {
        int height = level;
        long index = (size >>> level) - 1;
        peaks.add(
            nodes.node(height, index).orElseThrow(() -> new MissingNodeException(height, index)));
      }
    }
    return new Frontier(size, List.copyOf(peaks));
  }

  /** Number of leaves. */
  public long size() {
    return size;
  }

  /** Roots of the maximal complete subtrees, largest first. */
  public List<TreeHash> peaks() {
    return peaks;
  }

  /**
   * The frontier after one more leaf. Every node that the leaf completes is given to the sink, the
   * leaf itself (level 0) first.
   *
   * @throws IllegalStateException if the tree is full
   */
  public Frontier append(TreeHash leaf, NodeSink sink) {
    if (size == TreeSize.MAX) {
      throw new IllegalStateException("the tree is full");
    }
    List<TreeHash> next = new ArrayList<>(peaks);
    TreeHash carried = leaf;
    long index = size;
    int level = 0;
    sink.complete(level, index, carried);
    // Like a carry in binary addition: each set low bit of the size is a subtree that merges.
    while ((size >>> level & 1) == 1) {
      carried = TreeHashing.node(next.removeLast(), carried);
      level++;
      index >>>= 1;
      sink.complete(level, index, carried);
    }
    next.add(carried);
    return new Frontier(size + 1, List.copyOf(next));
  }

  /** The root hash (RFC 6962 MTH): the peaks folded from the right. */
  public TreeHash root() {
    if (peaks.isEmpty()) {
      return TreeHashing.emptyRoot();
    }
    TreeHash root = peaks.getLast();
    for (int i = peaks.size() - 2; i >= 0; i--) {
      root = TreeHashing.node(peaks.get(i), root);
    }
    return root;
  }
}
