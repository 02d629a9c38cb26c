/** Deterministic keys, requests, proofs and live state for tests of every module. */
@NullMarked
package dev.countersign.proof.testing;

import org.jspecify.annotations.NullMarked;
