package dev.countersign.proof.verify;

import dev.countersign.proof.Bytes;

/**
 * One call that submits a decision.
 *
 * @param proof the proof's bytes as they travelled
 * @param logEvidence the log-evidence envelope's bytes as they travelled
 * @param callerJkt thumbprint of the key that authenticated this call
 * @param approverSession the approver session of this call
 */
public record Submission(
    Bytes proof, Bytes logEvidence, String callerJkt, String approverSession) {}
