package dev.countersign.proof.log;

/** The limit of tree sizes: what a JSON integer of the strict profile can carry. */
public final class TreeSize {
  /** 2^53 - 1. */
  public static final long MAX = (1L << 53) - 1;

  private TreeSize() {}

  /** Whether the size lies in 0..{@link #MAX}. */
  public static boolean isValid(long size) {
    return size >= 0 && size <= MAX;
  }
}
