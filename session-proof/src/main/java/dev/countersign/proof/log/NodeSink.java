package dev.countersign.proof.log;

/** Receives each node of the tree at the moment it becomes complete, and so never changes again. */
@FunctionalInterface
public interface NodeSink {
  /** A sink for callers that keep no nodes. */
  NodeSink NONE = (level, index, hash) -> {};

  /**
   * @param level height above the leaves; 0 is a leaf hash
   * @param index number of the node within its level, from 0; it covers the leaves {@code index <<
   *     level} up to {@code (index + 1) << level}, exclusive
   */
  void complete(int level, long index, TreeHash hash);
}
