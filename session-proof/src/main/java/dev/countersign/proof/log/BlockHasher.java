package dev.countersign.proof.log;

import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Hashes the complete subtree over 2^height leaves into one array, for a verifier that goes through
 * millions of them. The same hashes as {@link TreeHashing}. One block at a time; not thread-safe.
 */
public final class BlockHasher {
  private static final byte LEAF_PREFIX = 0x00;
  private static final byte NODE_PREFIX = 0x01;
  private static final int MAX_HEIGHT = 16;

  private final int height;
  private final byte[] hashes; // level 0 first, then level 1, …
  private final MessageDigest digest = TreeHashing.sha256();

  /**
   * @throws IllegalArgumentException unless the height is in 0..16
   */
  public BlockHasher(int height) {
    if (height < 0 || height > MAX_HEIGHT) {
      throw new IllegalArgumentException("no block has the height " + height);
    }
    this.height = height;
    this.hashes = new byte[((2 << height) - 1) * TreeHash.LENGTH];
  }

  /** Leaves in a block. */
  public int leaves() {
    return 1 << height;
  }

  /** Levels in a block: height + 1. */
  public int levels() {
    return height + 1;
  }

  /** Sets a leaf to SHA-256(0x00 || entry). */
  public void leaf(int index, byte[] entry) {
    leaf(index, entry, 0, entry.length);
  }

  /** Sets a leaf to SHA-256(0x00 || entry), for an entry that is a part of an array. */
  public void leaf(int index, byte[] bytes, int offset, int length) {
    digest.update(LEAF_PREFIX);
    digest.update(bytes, offset, length);
    finish(offset(0, index));
  }

  /** Hashes the inner nodes; every leaf of the block must have been set. */
  public void complete() {
    for (int level = 1; level <= height; level++) {
      for (int index = 0; index < 1 << (height - level); index++) {
        digest.update(NODE_PREFIX);
        digest.update(hashes, offset(level - 1, 2 * index), 2 * TreeHash.LENGTH);
        finish(offset(level, index));
      }
    }
  }

  /** A node of the block. */
  public TreeHash node(int level, int index) {
    int offset = offset(level, index);
    return TreeHash.of(Arrays.copyOfRange(hashes, offset, offset + TreeHash.LENGTH));
  }

  /** Whether these are exactly the hashes of one level, one after the other. */
  public boolean levelIs(int level, byte[] concatenated) {
    int from = offset(level, 0);
    int to = from + (1 << (height - level)) * TreeHash.LENGTH;
    return Arrays.equals(concatenated, 0, concatenated.length, hashes, from, to);
  }

  /**
   * The root of a larger tree that ends inside this block.
   *
   * @param before the frontier of everything left of the block; its size is a multiple of the
   *     block's
   * @param count leaves of this block that the tree has, 1..{@link #leaves()}
   */
  public TreeHash root(Frontier before, int count) {
    if (before.size() % leaves() != 0 || count < 1 || count > leaves()) {
      throw new IllegalArgumentException("the tree does not end inside the block");
    }
    int left = count;
    int level = Integer.numberOfTrailingZeros(left);
    TreeHash root = node(level, (left >>> level) - 1);
    left -= 1 << level;
    while (left > 0) {
      level = Integer.numberOfTrailingZeros(left);
      root = TreeHashing.node(node(level, (left >>> level) - 1), root);
      left -= 1 << level;
    }
    for (TreeHash peak : before.peaks().reversed()) {
      root = TreeHashing.node(peak, root);
    }
    return root;
  }

  private int offset(int level, int index) {
    // Before level l stand 2^(h+1) - 2^(h+1-l) hashes.
    return ((2 << height) - (2 << (height - level)) + index) * TreeHash.LENGTH;
  }

  private void finish(int offset) {
    try {
      digest.digest(hashes, offset, TreeHash.LENGTH);
    } catch (DigestException impossible) {
      throw new IllegalStateException("SHA-256 has 32 bytes", impossible);
    }
  }
}
