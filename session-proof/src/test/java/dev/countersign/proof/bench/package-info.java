/** Benchmarks: each prints one line of JSON and is run by {@code ./dev bench}. */
package dev.countersign.proof.bench;
