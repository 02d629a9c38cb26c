package dev.countersign.proof.log;

import dev.countersign.proof.log.ProofCheck.Fault;
import dev.countersign.proof.log.ProofCheck.Holds;
import dev.countersign.proof.log.ProofCheck.Refused;

/**
 * Checks proofs from a prover that may lie (RFC 9162 sections 2.1.3.2 and 2.1.4.2). Total: never
 * throws.
 */
public final class TreeVerifier {
  private TreeVerifier() {}

  /**
   * Checks that the leaf is at {@code proof.index()} in the tree of {@code proof.size()} leaves
   * with this root.
   */
  public static ProofCheck inclusion(InclusionProof proof, TreeHash leaf, TreeHash root) {
    if (!TreeSize.isValid(proof.size()) || proof.size() == 0) {
      return new Refused(Fault.SIZE_OUT_OF_RANGE);
    }
    if (proof.index() < 0 || proof.index() >= proof.size()) {
      return new Refused(Fault.INDEX_OUT_OF_RANGE);
    }
    Walk walk = new Walk(proof.index(), proof.size() - 1);
    TreeHash hash = leaf;
    for (TreeHash sibling : proof.path()) {
      if (walk.atRoot()) {
        return new Refused(Fault.PATH_TOO_LONG);
      }
      hash =
          walk.siblingIsLeft() ? TreeHashing.node(sibling, hash) : TreeHashing.node(hash, sibling);
      walk.up();
    }
    if (!walk.atRoot()) {
      return new Refused(Fault.PATH_TOO_SHORT);
    }
    return hash.equals(root) ? new Holds() : new Refused(Fault.ROOT_MISMATCH);
  }

  /**
   * Checks that the tree with {@code oldRoot} is a prefix of the tree with {@code newRoot}. An old
   * size of 0 is refused: every tree extends the empty one, so such a proof would show nothing.
   */
  public static ProofCheck consistency(ConsistencyProof proof, TreeHash oldRoot, TreeHash newRoot) {
    long oldSize = proof.oldSize();
    long newSize = proof.newSize();
    if (!TreeSize.isValid(newSize) || oldSize <= 0 || oldSize > newSize) {
      return new Refused(Fault.SIZE_OUT_OF_RANGE);
    }
    if (oldSize == newSize) {
      return sameSize(proof, oldRoot, newRoot);
    }
    return grown(proof, oldRoot, newRoot);
  }

  private static ProofCheck sameSize(ConsistencyProof proof, TreeHash oldRoot, TreeHash newRoot) {
    if (!proof.path().isEmpty()) {
      return new Refused(Fault.PATH_TOO_LONG);
    }
    return oldRoot.equals(newRoot) ? new Holds() : new Refused(Fault.ROOT_MISMATCH);
  }

  private static ProofCheck grown(ConsistencyProof proof, TreeHash oldRoot, TreeHash newRoot) {
    boolean oldIsSubtree = Long.bitCount(proof.oldSize()) == 1;
    int first = oldIsSubtree ? 0 : 1;
    if (proof.path().isEmpty()) {
      return new Refused(Fault.PATH_TOO_SHORT);
    }
    TreeHash oldHash = oldIsSubtree ? oldRoot : proof.path().getFirst();
    TreeHash newHash = oldHash;
    Walk walk = new Walk(proof.oldSize() - 1, proof.newSize() - 1);
    walk.skipRightEdges();
    for (TreeHash sibling : proof.path().subList(first, proof.path().size())) {
      if (walk.atRoot()) {
        return new Refused(Fault.PATH_TOO_LONG);
      }
      if (walk.siblingIsLeft()) {
        oldHash = TreeHashing.node(sibling, oldHash);
        newHash = TreeHashing.node(sibling, newHash);
      } else {
        newHash = TreeHashing.node(newHash, sibling);
      }
      walk.up();
    }
    if (!walk.atRoot()) {
      return new Refused(Fault.PATH_TOO_SHORT);
    }
    if (!oldHash.equals(oldRoot)) {
      return new Refused(Fault.OLD_ROOT_MISMATCH);
    }
    return newHash.equals(newRoot) ? new Holds() : new Refused(Fault.ROOT_MISMATCH);
  }

  /**
   * The climb of both RFC algorithms: the node number (fn) and the number of the last node (sn) of
   * its level.
   */
  private static final class Walk {
    private long node;
    private long last;

    Walk(long node, long last) {
      this.node = node;
      this.last = last;
    }

    boolean atRoot() {
      return last == 0;
    }

    boolean siblingIsLeft() {
      return isRightChild() || node == last;
    }

    /** Climbs one level, and past the levels at which a node at the right edge has no sibling. */
    void up() {
      if (node == last) {
        while (!isRightChild() && node != 0) {
          climb();
        }
      }
      climb();
    }

    void skipRightEdges() {
      while (isRightChild()) {
        climb();
      }
    }

    private boolean isRightChild() {
      return (node & 1) == 1;
    }

    private void climb() {
      node >>>= 1;
      last >>>= 1;
    }
  }
}
