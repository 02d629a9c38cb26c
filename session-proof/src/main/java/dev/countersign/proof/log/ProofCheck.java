package dev.countersign.proof.log;

/** What checking a tree proof showed. */
public sealed interface ProofCheck {
  /** The proof holds. */
  record Holds() implements ProofCheck {}

  /** The proof shows nothing. */
  record Refused(Fault fault) implements ProofCheck {}

  /** Why a proof was refused. The first fault found is reported. */
  enum Fault {
    /**
     * A size is negative, zero where a tree must exist, above the limit, or the old one is larger.
     */
    SIZE_OUT_OF_RANGE,
    /** The leaf number is not below the size. */
    INDEX_OUT_OF_RANGE,
    /** The path has more hashes than these sizes need. */
    PATH_TOO_LONG,
    /** The path has fewer hashes than these sizes need. */
    PATH_TOO_SHORT,
    /** The path does not lead to the old root. */
    OLD_ROOT_MISMATCH,
    /** The path does not lead to the (new) root. */
    ROOT_MISMATCH
  }

  /** Whether the proof holds. */
  default boolean holds() {
    return this instanceof Holds;
  }
}
