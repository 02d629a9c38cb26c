package dev.countersign.gateway.store;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.decision.Decision;

/**
 * A counted vote.
 *
 * @param seq the number in its receipt
 * @param receipt the receipt envelope's bytes
 */
public record VoteRecord(
    long seq,
    String requestId,
    Digest statement,
    Decision decision,
    String approver,
    String deviceJkt,
    Bytes receipt) {}
