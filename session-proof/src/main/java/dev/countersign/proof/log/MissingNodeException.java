package dev.countersign.proof.log;

/** A store lacks a node that its size says it must hold: the store is damaged or was changed. */
public final class MissingNodeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int level;
  private final long index;

  public MissingNodeException(int level, long index) {
    super("the tree node at level " + level + ", index " + index + " is missing");
    this.level = level;
    this.index = index;
  }

  /** Height above the leaves. */
  public int level() {
    return level;
  }

  /** Number within the level, from 0. */
  public long index() {
    return index;
  }
}
