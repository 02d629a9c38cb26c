package dev.countersign.gateway.store;

import dev.countersign.proof.log.TreeHash;

/** The largest log head that was witnessed for a device. */
public record WitnessedHead(String origin, long size, TreeHash root) {}
