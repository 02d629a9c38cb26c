package dev.countersign.proof.log;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The three hashes of RFC 6962 section 2.1 (RFC 9162 section 2.1.1) over SHA-256. */
public final class TreeHashing {
  private static final byte LEAF_PREFIX = 0x00;
  private static final byte NODE_PREFIX = 0x01;

  // Looking the algorithm up costs as much as hashing a node.
  private static final ThreadLocal<MessageDigest> SHA_256 =
      ThreadLocal.withInitial(TreeHashing::sha256);

  private TreeHashing() {}

  /** The root of a tree without leaves: SHA-256 of nothing. */
  public static TreeHash emptyRoot() {
    return TreeHash.of(threadsOwn().digest());
  }

  /** SHA-256(0x00 || entry). */
  public static TreeHash leaf(byte[] entry) {
    MessageDigest digest = threadsOwn();
    digest.update(LEAF_PREFIX);
    return TreeHash.of(digest.digest(entry));
  }

  /** SHA-256(0x01 || left || right). */
  public static TreeHash node(TreeHash left, TreeHash right) {
    MessageDigest digest = threadsOwn();
    digest.update(NODE_PREFIX);
    left.addTo(digest);
    right.addTo(digest);
    return TreeHash.of(digest.digest());
  }

  private static MessageDigest threadsOwn() {
    MessageDigest digest = SHA_256.get();
    digest.reset();
    return digest;
  }

  /** A new one. */
  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
