package dev.countersign.desktop.approval;

import dev.countersign.proof.decision.Evidence;

/** Has one token sign one decision. */
@FunctionalInterface
interface Signing {
  /**
   * The evidence over a statement; it was verified here before it is given.
   *
   * @param statement the exact bytes {@code D}
   */
  Evidence sign(byte[] statement) throws StoppedException;
}
