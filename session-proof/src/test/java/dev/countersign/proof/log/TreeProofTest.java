package dev.countersign.proof.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.proof.log.ProofCheck.Fault;
import dev.countersign.proof.log.ProofCheck.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TreeProofTest {
  private static final TreeHash FOREIGN = TreeHashing.leaf(new byte[] {9, 9, 9});

  @Test
  @DisplayName("D5 every inclusion proof up to 64 leaves equals the recursive definition and holds")
  void inclusionExhaustive() {
    MemoryTree tree = MemoryTree.of(64);
    for (int size = 1; size <= 64; size++) {
      for (int index = 0; index < size; index++) {
        InclusionProof proof = tree.prover().inclusion(index, size);
        assertThat(proof.path()).isEqualTo(NaiveTree.path(index, tree.entries(size)));
        assertThat(TreeVerifier.inclusion(proof, tree.leaf(index), tree.root(size)).holds())
            .isTrue();
      }
    }
  }

  @Test
  @DisplayName("D5 every consistency proof up to 64 leaves equals the definition and holds")
  void consistencyExhaustive() {
    MemoryTree tree = MemoryTree.of(64);
    for (int size = 1; size <= 64; size++) {
      assertThat(tree.root(size)).isEqualTo(NaiveTree.root(tree.entries(size)));
      for (int old = 1; old <= size; old++) {
        ConsistencyProof proof = tree.prover().consistency(old, size);
        assertThat(proof.path()).isEqualTo(NaiveTree.consistency(old, tree.entries(size)));
        assertThat(TreeVerifier.consistency(proof, tree.root(old), tree.root(size)).holds())
            .isTrue();
      }
    }
  }

  @Test
  @DisplayName("D5 an inclusion proof with any hash changed, added or removed is refused")
  void inclusionTampered() {
    MemoryTree tree = MemoryTree.of(33);
    for (int size = 1; size <= 33; size++) {
      for (int index = 0; index < size; index++) {
        InclusionProof good = tree.prover().inclusion(index, size);
        for (List<TreeHash> path : tamperings(good.path())) {
          InclusionProof bad = new InclusionProof(index, size, path);
          assertThat(TreeVerifier.inclusion(bad, tree.leaf(index), tree.root(size)).holds())
              .as("leaf %d of %d with %d hashes", index, size, path.size())
              .isFalse();
        }
      }
    }
  }

  @Test
  @DisplayName("D5 a consistency proof with any hash changed, added or removed is refused")
  void consistencyTampered() {
    MemoryTree tree = MemoryTree.of(33);
    for (int size = 1; size <= 33; size++) {
      for (int old = 1; old <= size; old++) {
        ConsistencyProof good = tree.prover().consistency(old, size);
        for (List<TreeHash> path : tamperings(good.path())) {
          ConsistencyProof bad = new ConsistencyProof(old, size, path);
          assertThat(TreeVerifier.consistency(bad, tree.root(old), tree.root(size)).holds())
              .as("%d to %d with %d hashes", old, size, path.size())
              .isFalse();
        }
      }
    }
  }

  @Test
  @DisplayName("D5 an inclusion proof for another leaf number or root is refused")
  void inclusionElsewhere() {
    MemoryTree tree = MemoryTree.of(20);
    for (int size = 2; size <= 20; size++) {
      for (int index = 0; index < size; index++) {
        InclusionProof good = tree.prover().inclusion(index, size);
        int next = (index + 1) % size;
        InclusionProof moved = new InclusionProof(next, size, good.path());
        assertThat(TreeVerifier.inclusion(moved, tree.leaf(index), tree.root(size)).holds())
            .isFalse();
        assertThat(TreeVerifier.inclusion(good, tree.leaf(next), tree.root(size)).holds())
            .isFalse();
        assertThat(TreeVerifier.inclusion(good, tree.leaf(index), FOREIGN).holds()).isFalse();
      }
    }
  }

  @Test
  @DisplayName("D5 a consistency proof between roots of a forked tree is refused")
  void consistencyFork() {
    MemoryTree tree = MemoryTree.of(20);
    MemoryTree fork = MemoryTree.of(6);
    fork.append(new byte[] {1});
    for (int i = 7; i < 20; i++) {
      fork.append(new byte[] {(byte) i});
    }
    for (int old = 7; old < 20; old++) {
      ConsistencyProof honest = fork.prover().consistency(old, 20);
      assertThat(TreeVerifier.consistency(honest, tree.root(old), fork.root(20)).holds()).isFalse();
      assertThat(TreeVerifier.consistency(honest, fork.root(old), tree.root(20)).holds()).isFalse();
      ConsistencyProof other = tree.prover().consistency(old, 20);
      assertThat(TreeVerifier.consistency(other, tree.root(old), fork.root(20)).holds()).isFalse();
    }
  }

  @Test
  @DisplayName("D5 sizes and leaf numbers out of range are refused before any hash is computed")
  void outOfRange() {
    TreeHash root = MemoryTree.of(1).root(1);
    long[][] inclusions = {{0, 0}, {0, -1}, {0, TreeSize.MAX + 1}, {0, Long.MIN_VALUE}};
    for (long[] claim : inclusions) {
      assertThat(refusal(new InclusionProof(claim[0], claim[1], List.of()), root))
          .isEqualTo(Fault.SIZE_OUT_OF_RANGE);
    }
    assertThat(refusal(new InclusionProof(-1, 5, List.of()), root))
        .isEqualTo(Fault.INDEX_OUT_OF_RANGE);
    assertThat(refusal(new InclusionProof(5, 5, List.of()), root))
        .isEqualTo(Fault.INDEX_OUT_OF_RANGE);
    long[][] consistencies = {{0, 0}, {0, 5}, {-1, 5}, {6, 5}, {1, TreeSize.MAX + 1}, {1, -1}};
    for (long[] claim : consistencies) {
      ConsistencyProof proof = new ConsistencyProof(claim[0], claim[1], List.of());
      assertThat(TreeVerifier.consistency(proof, root, root))
          .isEqualTo(new Refused(Fault.SIZE_OUT_OF_RANGE));
    }
  }

  @Test
  @DisplayName("D5 each fault of a path is told by its own name")
  void faults() {
    MemoryTree tree = MemoryTree.of(7);
    InclusionProof good = tree.prover().inclusion(2, 7);
    assertThat(refusal(new InclusionProof(2, 7, good.path().subList(0, 2)), tree.root(7)))
        .isEqualTo(Fault.PATH_TOO_SHORT);
    List<TreeHash> longer = new ArrayList<>(good.path());
    longer.add(FOREIGN);
    assertThat(refusal(new InclusionProof(2, 7, longer), tree.root(7)))
        .isEqualTo(Fault.PATH_TOO_LONG);
    assertThat(refusal(good, FOREIGN)).isEqualTo(Fault.ROOT_MISMATCH);
    ConsistencyProof grown = tree.prover().consistency(3, 7);
    assertThat(TreeVerifier.consistency(grown, FOREIGN, tree.root(7)))
        .isEqualTo(new Refused(Fault.OLD_ROOT_MISMATCH));
    assertThat(TreeVerifier.consistency(grown, tree.root(3), FOREIGN))
        .isEqualTo(new Refused(Fault.ROOT_MISMATCH));
    assertThat(TreeVerifier.consistency(new ConsistencyProof(3, 7, List.of()), FOREIGN, FOREIGN))
        .isEqualTo(new Refused(Fault.PATH_TOO_SHORT));
    assertThat(
            TreeVerifier.consistency(
                new ConsistencyProof(7, 7, List.of(FOREIGN)), tree.root(7), tree.root(7)))
        .isEqualTo(new Refused(Fault.PATH_TOO_LONG));
    assertThat(
            TreeVerifier.consistency(
                new ConsistencyProof(7, 7, List.of()), tree.root(6), tree.root(7)))
        .isEqualTo(new Refused(Fault.ROOT_MISMATCH));
  }

  @Test
  @DisplayName("D5 the prover refuses sizes that have no proof and names a missing node")
  void proverRefuses() {
    TreeProver prover = MemoryTree.of(8).prover();
    assertThatThrownBy(() -> prover.inclusion(8, 8)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> prover.inclusion(-1, 8)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> prover.consistency(0, 8)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> prover.consistency(5, 4)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> prover.root(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> prover.inclusion(0, 9)).isInstanceOf(MissingNodeException.class);
    TreeProver hollow = new TreeProver((level, index) -> Optional.empty());
    assertThatThrownBy(() -> hollow.root(4))
        .isInstanceOfSatisfying(
            MissingNodeException.class, missing -> assertThat(missing.level()).isEqualTo(2));
  }

  private static Fault refusal(InclusionProof proof, TreeHash root) {
    ProofCheck check = TreeVerifier.inclusion(proof, MemoryTree.of(3).leaf(2), root);
    assertThat(check).isInstanceOf(Refused.class);
    return ((Refused) check).fault();
  }

  private static List<List<TreeHash>> tamperings(List<TreeHash> path) {
    List<List<TreeHash>> all = new ArrayList<>();
    for (int i = 0; i < path.size(); i++) {
      List<TreeHash> changed = new ArrayList<>(path);
      changed.set(i, FOREIGN);
      all.add(changed);
      List<TreeHash> shorter = new ArrayList<>(path);
      shorter.remove(i);
      all.add(shorter);
    }
    for (int i = 0; i <= path.size(); i++) {
      List<TreeHash> longer = new ArrayList<>(path);
      longer.add(i, FOREIGN);
      all.add(longer);
    }
    return all;
  }
}
