package dev.countersign.desktop.witness;

import dev.countersign.desktop.approval.AuditPort;
import dev.countersign.proof.log.Checkpoint;
import dev.countersign.proof.log.NoteSigner;
import dev.countersign.proof.log.SignedCheckpoint;
import java.security.SignatureException;
import java.time.InstantSource;

/** The log that is witnessed, and the device's key that signs its heads. */
public record WitnessedLog(AuditPort audit, NoteSigner device, InstantSource clock) {
  SignedCheckpoint signed(Checkpoint head) {
    try {
      return SignedCheckpoint.sign(head, device);
    } catch (SignatureException unusable) {
      throw new IllegalStateException("the device key cannot sign", unusable);
    }
  }
}
