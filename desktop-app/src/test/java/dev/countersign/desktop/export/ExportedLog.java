package dev.countersign.desktop.export;

import dev.countersign.desktop.audit.AppendOutcome;
import dev.countersign.desktop.audit.AuditLog;
import dev.countersign.desktop.audit.DecisionOutcome;
import dev.countersign.desktop.audit.DeskEvent;
import dev.countersign.desktop.audit.Genesis;
import dev.countersign.desktop.audit.Intent;
import dev.countersign.desktop.audit.OpenOutcome;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Ed25519SigningKey;
import dev.countersign.proof.crypto.P256SigningKey;
import dev.countersign.proof.log.NoteKeys;
import dev.countersign.proof.log.NoteSigner;
import dev.countersign.proof.log.NoteVerifier;
import dev.countersign.proof.log.SignedCheckpoint;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.SignatureException;
import java.time.Instant;
import java.util.Optional;

/** A log with some entries, its device and a witness. */
final class ExportedLog implements AutoCloseable {
  static final long NOW = 1_795_740_000L;

  final Path file;
  final AuditLog log;
  final NoteSigner device;
  final NoteVerifier deviceKey;
  final Ed25519SigningKey witness = Ed25519SigningKey.generate(new SecureRandom());
  final NoteVerifier witnessKey =
      NoteKeys.witnessVerifier("witness.example", witness.publicKey().toJava());

  ExportedLog(Path folder) {
    this.file = folder.resolve("audit.db");
    P256SigningKey key = P256SigningKey.generate(new SecureRandom());
    Genesis genesis = Genesis.ofDevice(key.publicKey().thumbprint(), "gateway.example");
    this.device = NoteKeys.deviceSigner(genesis.origin(), key);
    this.deviceKey = NoteKeys.deviceVerifier(genesis.origin(), key.publicKey().toJava());
    this.log =
        switch (AuditLog.open(file, genesis, () -> Instant.ofEpochSecond(NOW))) {
          case OpenOutcome.Opened(AuditLog opened) -> opened;
          case OpenOutcome.NotOpened(var fault) -> throw new AssertionError(fault);
        };
  }

  /** Adds decisions that were refused, two entries each. */
  ExportedLog with(int decisions) {
    for (int i = 0; i < decisions; i++) {
      Bytes digest = Bytes.of(new byte[32]);
      AppendOutcome intent =
          log.appendIntent(
              new Intent(digest, digest, "approve", "ada", log.genesis().deviceJkt(), digest));
      log.appendOutcome(
          ((AppendOutcome.Recorded) intent).index(),
          digest,
          new DecisionOutcome.Refused("=cmd|' /C calc'!A0", Bytes.of(new byte[] {1})),
          Optional.empty());
    }
    return this;
  }

  ExportedLog happened(DeskEvent event) {
    log.appendEvent(event);
    return this;
  }

  /** Has the present head cosigned and stored. */
  ExportedLog witnessed() {
    try {
      SignedCheckpoint signed =
          SignedCheckpoint.sign(log.head(), device)
              .cosign(
                  NoteKeys.witnessSigner(
                      "witness.example", witness, () -> Instant.ofEpochSecond(NOW)));
      log.storeCheckpoint(signed);
      return this;
    } catch (SignatureException impossible) {
      throw new AssertionError(impossible);
    }
  }

  Export export() {
    return new Export(log, device, "test");
  }

  ExportCheck check() {
    return new ExportCheck(Optional.of(deviceKey), Optional.of(witnessKey));
  }

  @Override
  public void close() {
    log.close();
  }
}
