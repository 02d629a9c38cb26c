package dev.countersign.proof.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Proofs by a prover that lies about sizes, places, order and depth. */
class MaliciousProverTest {
  /** 0, 1 and each 2^k with its neighbours. */
  private static final List<Integer> EDGES =
      List.of(1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65);

  private static final MemoryTree TREE = MemoryTree.of(70);

  @Test
  @DisplayName("D5 an inclusion proof holds for its own size and number only, at every edge size")
  void inclusionForAnotherSizeOrPlace() {
    for (int size : EDGES) {
      for (int index = 0; index < size; index++) {
        InclusionProof good = TREE.prover().inclusion(index, size);
        for (int otherSize : EDGES) {
          for (int otherIndex = 0; otherIndex < otherSize; otherIndex++) {
            boolean same = otherSize == size && otherIndex == index;
            // The root is that of the size that is claimed, as a caller would look it up.
            InclusionProof claim = new InclusionProof(otherIndex, otherSize, good.path());
            assertThat(
                    TreeVerifier.inclusion(claim, TREE.leaf(index), TREE.root(otherSize)).holds())
                .as("leaf %d of %d as %d of %d", index, size, otherIndex, otherSize)
                .isEqualTo(same);
          }
        }
      }
    }
  }

  @Test
  @DisplayName("D5 a consistency proof holds for its own two sizes only, at every edge size")
  void consistencyForOtherSizes() {
    for (int size : EDGES) {
      for (int old : EDGES.stream().filter(each -> each < size).toList()) {
        ConsistencyProof good = TREE.prover().consistency(old, size);
        for (int otherSize : EDGES) {
          for (int otherOld : EDGES.stream().filter(each -> each < otherSize).toList()) {
            if (otherSize == size && otherOld == old) {
              continue;
            }
            ConsistencyProof claim = new ConsistencyProof(otherOld, otherSize, good.path());
            // The roots are those of the sizes that are claimed, as a caller would look them up.
            assertThat(
                    TreeVerifier.consistency(claim, TREE.root(otherOld), TREE.root(otherSize))
                        .holds())
                .as("%d to %d as %d to %d", old, size, otherOld, otherSize)
                .isFalse();
          }
        }
      }
    }
  }

  @Test
  @DisplayName("D5 a path with two hashes swapped, turned round or repeated is refused")
  void reordered() {
    for (int size : EDGES) {
      for (int index = 0; index < size; index++) {
        InclusionProof good = TREE.prover().inclusion(index, size);
        for (List<TreeHash> path : reorderings(good.path())) {
          assertThat(
                  TreeVerifier.inclusion(
                          new InclusionProof(index, size, path), TREE.leaf(index), TREE.root(size))
                      .holds())
              .isFalse();
        }
      }
      for (int old = 1; old < size; old++) {
        ConsistencyProof good = TREE.prover().consistency(old, size);
        for (List<TreeHash> path : reorderings(good.path())) {
          assertThat(
                  TreeVerifier.consistency(
                          new ConsistencyProof(old, size, path), TREE.root(old), TREE.root(size))
                      .holds())
              .isFalse();
        }
      }
    }
  }

  @Test
  @DisplayName("D5 an inner node is no leaf: its two halves as an entry prove nothing")
  void nodeAsLeaf() {
    byte[] halves = new byte[64];
    System.arraycopy(TREE.leaf(0).bytes(), 0, halves, 0, 32);
    System.arraycopy(TREE.leaf(1).bytes(), 0, halves, 32, 32);
    InclusionProof shorter = new InclusionProof(0, 2, List.of(TREE.node(1, 1).orElseThrow()));
    assertThat(TreeVerifier.inclusion(shorter, TreeHashing.leaf(halves), TREE.root(4)).holds())
        .isFalse();
  }

  @Test
  @DisplayName("D5 no proof, however long, holds for the empty tree or for sizes beyond the limit")
  void impossibleSizes() {
    TreeHash any = TREE.leaf(0);
    List<TreeHash> path = Collections.nCopies(53, any);
    long[] impossible = {0, -1, Long.MIN_VALUE, TreeSize.MAX + 1, Long.MAX_VALUE, 1L << 62};
    for (long size : impossible) {
      for (List<TreeHash> each : List.of(path, List.<TreeHash>of())) {
        assertThat(TreeVerifier.inclusion(new InclusionProof(0, size, each), any, any).holds())
            .isFalse();
        assertThat(TreeVerifier.consistency(new ConsistencyProof(1, size, each), any, any).holds())
            .isFalse();
        assertThat(TreeVerifier.consistency(new ConsistencyProof(size, 5, each), any, any).holds())
            .isFalse();
      }
    }
    InclusionProof last = new InclusionProof(TreeSize.MAX - 1, TreeSize.MAX, path);
    assertThat(TreeVerifier.inclusion(last, any, any).holds()).isFalse();
    assertThat(
            TreeVerifier.inclusion(
                    new InclusionProof(0, TREE.frontier().size(), List.of()),
                    any,
                    TreeHashing.emptyRoot())
                .holds())
        .isFalse();
  }

  private static List<List<TreeHash>> reorderings(List<TreeHash> path) {
    List<List<TreeHash>> all = new ArrayList<>();
    for (int i = 0; i + 1 < path.size(); i++) {
      List<TreeHash> swapped = new ArrayList<>(path);
      Collections.swap(swapped, i, i + 1);
      all.add(swapped);
      List<TreeHash> repeated = new ArrayList<>(path);
      repeated.set(i + 1, path.get(i));
      all.add(repeated);
    }
    if (path.size() > 1) {
      all.add(path.reversed());
    }
    return all;
  }
}
