package dev.countersign.gateway.store;

import dev.countersign.proof.crypto.Digest;

/**
 * An issued session challenge; times are Unix seconds.
 *
 * @param sha256 digest of the signed challenge
 * @param expiresAt the first second in which it is no longer valid
 */
public record ChallengeRecord(
    Digest sha256,
    String requestId,
    Digest requestSha256,
    String approver,
    String deviceJkt,
    String approverSession,
    long issuedAt,
    long expiresAt,
    boolean used) {}
