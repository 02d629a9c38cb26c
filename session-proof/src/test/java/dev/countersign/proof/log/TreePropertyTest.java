package dev.countersign.proof.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class TreePropertyTest {
  private static final MemoryTree TREE = MemoryTree.of(3_000);

  @Property(tries = 300)
  @Label("D5 random inclusion proofs equal the recursive definition and hold")
  void inclusion(
      @ForAll @IntRange(min = 1, max = 3_000) int size, @ForAll @IntRange(min = 0) int seed) {
    int index = seed % size;
    InclusionProof proof = TREE.prover().inclusion(index, size);
    assertThat(proof.path()).isEqualTo(NaiveTree.path(index, TREE.entries(size)));
    assertThat(TreeVerifier.inclusion(proof, TREE.leaf(index), TREE.root(size)).holds()).isTrue();
  }

  @Property(tries = 300)
  @Label("D5 random consistency proofs equal the recursive definition and hold")
  void consistency(
      @ForAll @IntRange(min = 1, max = 3_000) int size, @ForAll @IntRange(min = 0) int seed) {
    int old = 1 + seed % size;
    ConsistencyProof proof = TREE.prover().consistency(old, size);
    assertThat(proof.path()).isEqualTo(NaiveTree.consistency(old, TREE.entries(size)));
    assertThat(TreeVerifier.consistency(proof, TREE.root(old), TREE.root(size)).holds()).isTrue();
  }

  @Property(tries = 1_000)
  @Label("D5 no invented proof holds, whatever sizes and hashes it claims")
  void invented(
      @ForAll @LongRange(min = -2, max = TreeSize.MAX) long first,
      @ForAll @LongRange(min = -2, max = TreeSize.MAX) long second,
      @ForAll @IntRange(min = 0, max = 60) int length) {
    List<TreeHash> path = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      path.add(TreeHashing.leaf(new byte[] {(byte) i}));
    }
    TreeHash leaf = TREE.leaf(0);
    TreeHash root = TREE.root(2_999);
    TreeHash old = TREE.root(1_000);
    assertThat(TreeVerifier.inclusion(new InclusionProof(first, second, path), leaf, root).holds())
        .isFalse();
    assertThat(
            TreeVerifier.consistency(new ConsistencyProof(first, second, path), old, root).holds())
        .isFalse();
  }
}
