package dev.countersign.proof.log;

import java.util.ArrayList;
import java.util.List;

/**
 * RFC 6962 section 2.1 written down word for word, recursive and slow: what the fast code is held
 * against.
 */
final class NaiveTree {
  private NaiveTree() {}

  static TreeHash root(List<byte[]> entries) {
    if (entries.isEmpty()) {
      return TreeHashing.emptyRoot();
    }
    if (entries.size() == 1) {
      return TreeHashing.leaf(entries.getFirst());
    }
    int k = split(entries.size());
    return TreeHashing.node(root(entries.subList(0, k)), root(entries.subList(k, entries.size())));
  }

  static List<TreeHash> path(int m, List<byte[]> entries) {
    if (entries.size() == 1) {
      return List.of();
    }
    int k = split(entries.size());
    List<byte[]> left = entries.subList(0, k);
    List<byte[]> right = entries.subList(k, entries.size());
    return m < k ? plus(path(m, left), root(right)) : plus(path(m - k, right), root(left));
  }

  static List<TreeHash> consistency(int m, List<byte[]> entries) {
    return subproof(m, entries, true);
  }

  private static List<TreeHash> subproof(int m, List<byte[]> entries, boolean complete) {
    if (m == entries.size()) {
      return complete ? List.of() : List.of(root(entries));
    }
    int k = split(entries.size());
    List<byte[]> left = entries.subList(0, k);
    List<byte[]> right = entries.subList(k, entries.size());
    return m <= k
        ? plus(subproof(m, left, complete), root(right))
        : plus(subproof(m - k, right, false), root(left));
  }

  private static List<TreeHash> plus(List<TreeHash> path, TreeHash last) {
    List<TreeHash> longer = new ArrayList<>(path);
    longer.add(last);
    return longer;
  }

  private static int split(int n) {
    int k = 1;
    while (k * 2 < n) {
      k *= 2;
    }
    return k;
  }
}
