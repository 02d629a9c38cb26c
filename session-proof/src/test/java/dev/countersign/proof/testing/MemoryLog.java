package dev.countersign.proof.testing;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.log.Frontier;
import dev.countersign.proof.log.NodeSource;
import dev.countersign.proof.log.TreeHash;
import dev.countersign.proof.log.TreeHashing;
import dev.countersign.proof.log.TreeProver;
import dev.countersign.proof.verify.LiveState.WitnessedHead;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A device's audit log in memory. */
public final class MemoryLog implements NodeSource {
  private final Map<String, TreeHash> nodes = new HashMap<>();
  private Frontier frontier = Frontier.empty();

  /** A log of entries {@code NAME 0}, {@code NAME 1}, … */
  public static MemoryLog of(String name, int size) {
    MemoryLog log = new MemoryLog();
    for (int i = 0; i < size; i++) {
      log.append(Bytes.utf8(name + " " + i).toArray());
    }
    return log;
  }

  /** Appends an entry and tells its index. */
  public long append(byte[] entry) {
    long index = frontier.size();
    frontier =
        frontier.append(
            TreeHashing.leaf(entry), (level, at, hash) -> nodes.put(level + "/" + at, hash));
    return index;
  }

  public long size() {
    return frontier.size();
  }

  /** The root of the first {@code size} entries. */
  public TreeHash root(long size) {
    return new TreeProver(this).root(size);
  }

  /** The head of the first {@code size} entries. */
  public WitnessedHead head(long size) {
    return new WitnessedHead(size, root(size));
  }

  /** The path of an entry in the tree of the first {@code size} entries. */
  public List<TreeHash> inclusion(long index, long size) {
    return new TreeProver(this).inclusion(index, size).path();
  }

  /** The path between two sizes, given in any order; empty for equal sizes and from zero. */
  public List<TreeHash> consistency(long one, long other) {
    long smaller = Math.min(one, other);
    return smaller == 0
        ? List.of()
        : new TreeProver(this).consistency(smaller, Math.max(one, other)).path();
  }

  @Override
  public Optional<TreeHash> node(int level, long index) {
    return Optional.ofNullable(nodes.get(level + "/" + index));
  }
}
