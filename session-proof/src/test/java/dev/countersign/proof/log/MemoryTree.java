package dev.countersign.proof.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A tree in memory: a frontier for appending and the completed nodes for proofs. */
final class MemoryTree implements NodeSource {
  private final Map<String, TreeHash> nodes = new HashMap<>();
  private final List<byte[]> entries = new ArrayList<>();
  private final List<TreeHash> roots = new ArrayList<>(List.of(TreeHashing.emptyRoot()));
  private Frontier frontier = Frontier.empty();

  static MemoryTree of(int size) {
    MemoryTree tree = new MemoryTree();
    for (int i = 0; i < size; i++) {
      tree.append(("entry " + i).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    return tree;
  }

  void append(byte[] entry) {
    entries.add(entry);
    frontier =
        frontier.append(
            TreeHashing.leaf(entry), (level, index, hash) -> nodes.put(level + "/" + index, hash));
    roots.add(frontier.root());
  }

  Frontier frontier() {
    return frontier;
  }

  TreeHash root(int size) {
    return roots.get(size);
  }

  List<byte[]> entries(int size) {
    return entries.subList(0, size);
  }

  TreeHash leaf(int index) {
    return TreeHashing.leaf(entries.get(index));
  }

  TreeProver prover() {
    return new TreeProver(this);
  }

  @Override
  public Optional<TreeHash> node(int level, long index) {
    return Optional.ofNullable(nodes.get(level + "/" + index));
  }
}
