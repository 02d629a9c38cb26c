package dev.countersign.gateway.store;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Digest;

/**
 * One use of a grant to consume.
 *
 * @param content digest of the redeem object: what makes two presentations the same
 * @param index which detail
 * @param attempt what to record when it is consumed
 */
public record Redeem(
    String grantId,
    String redemptionId,
    String executor,
    Digest content,
    int index,
    Bytes epoch,
    Attempt attempt) {}
