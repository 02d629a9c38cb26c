package dev.countersign.gateway.store;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Digest;
import java.util.OptionalLong;

/**
 * A published request and where it stands; times are Unix seconds.
 *
 * @param envelope the signed request as it travels
 * @param askEnvelopeSha256 SHA-256 of the ask envelope's bytes, to recognise a repeated ask
 * @param executor the one executor that its grant will name
 * @param expiresAt the first second in which it is no longer valid
 */
public record RequestRecord(
    String id,
    Digest sha256,
    Bytes envelope,
    String askId,
    Digest askEnvelopeSha256,
    String sessionId,
    Bytes epoch,
    String executor,
    long issuedAt,
    long expiresAt,
    RequestState state,
    OptionalLong decidedAt,
    String correlationId) {}
