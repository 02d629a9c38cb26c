package dev.countersign.desktop.approval;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.decision.LogEvidence;
import dev.countersign.proof.decision.LogHead;
import dev.countersign.proof.request.Envelope;
import dev.countersign.proof.request.PayloadType;

/**
 * Makes the signed log evidence that goes beside a proof ({@code docs/protocol.md} §7, step 13).
 */
record SignedLogEvidence(DeskIdentity identity, AuditPort audit) {

  /**
   * The evidence for an intent.
   *
   * @param challenge {@code C}
   * @param head the head that the statement signs
   * @param leaf the intent's exact bytes
   * @param witnessedSize the head that the gateway remembers; smaller or larger than {@code head}
   */
  Envelope of(Digest challenge, LogHead head, Bytes leaf, long witnessedSize) {
    long smaller = Math.min(head.size(), witnessedSize);
    long larger = Math.max(head.size(), witnessedSize);
    LogEvidence evidence =
        new LogEvidence(
            challenge,
            leaf,
            audit.inclusion(head.intentIndex(), head.size()),
            witnessedSize,
            audit.consistency(smaller, larger));
    return Envelope.sign(PayloadType.LOG_EVIDENCE, evidence.json(), identity.deviceKey());
  }
}
