package dev.countersign.gateway.store;

import dev.countersign.proof.crypto.P256VerifyingKey;

/** An enrolled device; its id is the RFC 7638 thumbprint of its key. */
public record Device(P256VerifyingKey key, String approver, Standing standing) {
  public String jkt() {
    return key.thumbprint();
  }
}
