package dev.countersign.gateway.store;

import dev.countersign.proof.crypto.Digest;

/**
 * A one-time enrolment code; only its digest is kept.
 *
 * @param expiresAt Unix seconds
 * @param attempts how often it was presented
 */
public record EnrolmentCode(
    Digest sha256, String approver, long expiresAt, int attempts, boolean used) {}
