package dev.countersign.proof.log;

import java.util.Optional;

/** Reads complete nodes of a stored tree, numbered as in {@link NodeSink}. */
@FunctionalInterface
public interface NodeSource {
  /** The node's hash; empty if the store does not hold it. */
  Optional<TreeHash> node(int level, long index);
}
