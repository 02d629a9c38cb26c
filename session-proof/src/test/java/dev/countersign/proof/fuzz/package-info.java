/**
 * Fuzzing of every parser. A {@link dev.countersign.proof.fuzz.FuzzTarget} is a parser with what
 * must hold for any bytes; the committed corpus runs in every build, and Jazzer goes on from it.
 */
package dev.countersign.proof.fuzz;
