/** Benchmarks of the way to a key; run by {@code ./dev bench}, never as tests. */
package dev.countersign.bridge.demo.bench;
