package dev.countersign.proof.log;

import java.util.List;

/**
 * The audit path of one leaf (RFC 9162 section 2.1.3). Holds claims only: nothing is checked before
 * {@link TreeVerifier}.
 *
 * @param index number of the leaf, from 0
 * @param size size of the tree the path leads to
 * @param path sibling hashes, lowest first
 */
public record InclusionProof(long index, long size, List<TreeHash> path) {
  public InclusionProof {
    path = List.copyOf(path);
  }
}
