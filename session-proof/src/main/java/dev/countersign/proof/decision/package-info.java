/** Session challenge, decision statement, proof, log evidence and receipt. */
@NullMarked
package dev.countersign.proof.decision;

import org.jspecify.annotations.NullMarked;
