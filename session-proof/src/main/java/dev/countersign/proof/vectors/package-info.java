/**
 * Reads and runs the published test vectors. A run is a verdict in words: nothing here can count a
 * vote or reach a store.
 */
@NullMarked
package dev.countersign.proof.vectors;

import org.jspecify.annotations.NullMarked;
