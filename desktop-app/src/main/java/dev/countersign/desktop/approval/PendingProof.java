package dev.countersign.desktop.approval;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.decision.Decision;

/**
 * A proof that was, or is about to be, sent and whose fate is not recorded yet. It is durable
 * before the first byte leaves, so that not even a crash leaves the fate of a decision open for
 * ever.
 *
 * @param intentIndex the intent's entry in the audit log
 * @param challenge {@code C}
 * @param proof the bytes that travel
 * @param logEvidence the envelope's bytes
 * @param request the request envelope's bytes
 */
public record PendingProof(
    String requestId,
    Digest requestSha256,
    Decision decision,
    long intentIndex,
    Digest challenge,
    Bytes proof,
    Bytes logEvidence,
    Bytes request) {

  PendingProof withLogEvidence(Bytes other) {
    return new PendingProof(
        requestId, requestSha256, decision, intentIndex, challenge, proof, other, request);
  }
}
