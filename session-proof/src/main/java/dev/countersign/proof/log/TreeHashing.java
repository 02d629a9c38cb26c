package dev.countersign.proof.log;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The three hashes of RFC 6962 section 2.1 (RFC 9162 section 2.1.1) over SHA-256. */
public final class TreeHashing {
  private static final byte LEAF_PREFIX = 0x00;
  private static final byte NODE_PREFIX = 0x01;

  private TreeHashing() {}

  /** The root of a tree without leaves: SHA-256 of nothing. */
  public static TreeHash emptyRoot() {
    return TreeHash.of(sha256().digest());
  }

  /** SHA-256(0x00 || entry). */
  public static TreeHash leaf(byte[] entry) {
    MessageDigest digest = sha256();
    digest.update(LEAF_PREFIX);
    return TreeHash.of(digest.digest(entry));
  }

  /** SHA-256(0x01 || left || right). */
  public static TreeHash node(TreeHash left, TreeHash right) {
    MessageDigest digest = sha256();
    digest.update(NODE_PREFIX);
    left.addTo(digest);
    right.addTo(digest);
    return TreeHash.of(digest.digest());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
