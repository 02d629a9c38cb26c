package dev.countersign.proof.log;

import java.util.List;

/**
 * A proof that one tree is a prefix of another (RFC 9162 section 2.1.4). Holds claims only: nothing
 * is checked before {@link TreeVerifier}.
 *
 * @param oldSize size of the smaller tree
 * @param newSize size of the larger tree
 * @param path node hashes in the order of the RFC; empty when the sizes are equal
 */
public record ConsistencyProof(long oldSize, long newSize, List<TreeHash> path) {
  public ConsistencyProof {
    path = List.copyOf(path);
  }
}
