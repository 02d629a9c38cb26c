package dev.countersign.proof.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BlockHasherTest {
  @Test
  @DisplayName("D5 a block has the nodes and the roots of the naive tree, at every size and place")
  void sameTree() {
    for (int height = 0; height <= 4; height++) {
      BlockHasher block = new BlockHasher(height);
      for (int blocks = 0; blocks < 6; blocks++) {
        MemoryTree tree = new MemoryTree();
        for (int i = 0; i < blocks * block.leaves(); i++) {
          tree.append(entry(i));
        }
        Frontier before = Frontier.read(tree.frontier().size(), tree);
        for (int i = 0; i < block.leaves(); i++) {
          byte[] entry = entry(blocks * block.leaves() + i);
          tree.append(entry);
          block.leaf(i, entry);
        }
        block.complete();
        for (int count = 1; count <= block.leaves(); count++) {
          assertThat(block.root(before, count))
              .isEqualTo(new TreeProver(tree).root(before.size() + count));
        }
        for (int level = 0; level < block.levels(); level++) {
          StringBuilder hashes = new StringBuilder();
          for (int i = 0; i < block.leaves() >> level; i++) {
            TreeHash stored = tree.node(level, (before.size() >> level) + i).orElseThrow();
            assertThat(block.node(level, i)).isEqualTo(stored);
            hashes.append(stored);
          }
          byte[] whole = HexFormat.of().parseHex(hashes);
          assertThat(block.levelIs(level, whole)).isTrue();
          whole[whole.length - 1] ^= 1;
          assertThat(block.levelIs(level, whole)).isFalse();
          assertThat(block.levelIs(level, new byte[0])).isFalse();
        }
      }
    }
  }

  @Test
  @DisplayName("D5 a root is given only for trees that end inside the block")
  void refusesOtherTrees() {
    BlockHasher block = new BlockHasher(2);
    MemoryTree tree = new MemoryTree();
    tree.append(entry(0));
    Frontier one = Frontier.read(1, tree);
    assertThatThrownBy(() -> block.root(one, 1)).isInstanceOf(IllegalArgumentException.class);
    for (int count : new int[] {0, -1, 5}) {
      assertThatThrownBy(() -> block.root(Frontier.empty(), count))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new BlockHasher(17)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new BlockHasher(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  private static byte[] entry(int number) {
    return new byte[] {(byte) number, (byte) (number >> 8), 7};
  }
}
