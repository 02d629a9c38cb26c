package dev.countersign.gateway.store;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Digest;

/**
 * An issued grant.
 *
 * @param sha256 digest of the signed grant
 * @param uses how many details it covers; each is redeemed once
 * @param expiresAt Unix seconds; the first second in which it cannot be redeemed
 */
public record GrantRecord(
    String id,
    String requestId,
    Digest sha256,
    Bytes envelope,
    String executor,
    int uses,
    long expiresAt,
    boolean revoked) {}
