package dev.countersign.gateway.witness;

import dev.countersign.gateway.fixture.MemoryLog;
import dev.countersign.proof.crypto.P256SigningKey;
import dev.countersign.proof.decision.LogHead;
import dev.countersign.proof.log.AddCheckpoint;
import dev.countersign.proof.log.Checkpoint;
import dev.countersign.proof.log.LogKeyText;
import dev.countersign.proof.log.NoteKeys;
import dev.countersign.proof.log.SignedCheckpoint;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.SignatureException;

/** A device's log in memory and the key that signs its heads. */
public final class SignedLog {
  private final P256SigningKey key;
  public final MemoryLog log = new MemoryLog();

  public SignedLog() {
    this(P256SigningKey.generate(new SecureRandom()));
  }

  private SignedLog(P256SigningKey key) {
    this.key = key;
  }

  /** Another log under the same key: a copied profile that went its own way. */
  public SignedLog copy() {
    return new SignedLog(key);
  }

  public String origin() {
    return LogHead.originOf(key.publicKey().thumbprint());
  }

  public String keyLine() {
    return LogKeyText.of(origin(), key.publicKey());
  }

  public SignedLog grow(int entries, String what) {
    for (int i = 0; i < entries; i++) {
      log.append((what + i).getBytes(StandardCharsets.UTF_8));
    }
    return this;
  }

  public SignedCheckpoint head() {
    try {
      return SignedCheckpoint.sign(
          new Checkpoint(origin(), log.size(), log.root()), NoteKeys.deviceSigner(origin(), key));
    } catch (SignatureException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /** The body for the present head, beginning at an old size. */
  public byte[] body(long old) {
    return new AddCheckpoint(old, log.consistencyFrom(old), head()).toBytes();
  }
}
