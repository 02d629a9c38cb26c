package dev.countersign.desktop.wiring;

import dev.countersign.desktop.audit.AuditLog;
import dev.countersign.desktop.audit.Genesis;
import dev.countersign.desktop.audit.OpenOutcome;
import dev.countersign.desktop.audit.VerifierKeys;
import dev.countersign.desktop.enrollment.DeviceKey;
import dev.countersign.desktop.enrollment.EnrolmentPins;
import dev.countersign.desktop.enrollment.FileDeviceKey;
import dev.countersign.proof.log.NoteKeys;
import dev.countersign.proof.log.NoteSigner;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/** The log of a desk whose window is closed, for a command that writes into it. */
record ClosedDesk(DeskFolder folder, InstantSource clock) {

  /**
   * The log, ours alone for the moment.
   *
   * @param keys the device's own key, which its checkpoints are signed with
   */
  record Opened(AuditLog log, NoteSigner signer, VerifierKeys keys) {}

  /**
   * Opens the log, uses it and closes it.
   *
   * @param refused given why it cannot be opened, in one sentence
   */
  <T> T use(Function<Opened, T> work, Function<String, T> refused) {
    try {
      DeviceKey key = FileDeviceKey.open(folder.deviceKey());
      EnrolmentPins pins = EnrolmentPins.load(folder.enrolment());
      Optional<DeskLock> lock = DeskLock.take(folder.lock());
      if (lock.isEmpty()) {
        return refused.apply("The desk is open on this device. Close it, or use its window.");
      }
      try (DeskLock _ = lock.get()) {
        return locked(key, pins, work, refused);
      }
    } catch (IOException unusable) {
      return refused.apply("The enrolment cannot be used: " + unusable.getMessage() + ".");
    }
  }

  private <T> T locked(
      DeviceKey key, EnrolmentPins pins, Function<Opened, T> work, Function<String, T> refused) {
    Genesis genesis = Genesis.ofDevice(key.publicKey().thumbprint(), pins.gatewayKeys().issuer());
    VerifierKeys keys =
        new VerifierKeys(
            Optional.of(NoteKeys.deviceVerifier(genesis.origin(), key.publicKey())),
            Optional.empty());
    return switch (AuditLog.open(
        folder.auditLog(), genesis, keys, clock, AuditLog.DEFAULT_DEADLINE)) {
      case OpenOutcome.NotOpened(var fault) -> refused.apply(fault.sentence());
      case OpenOutcome.Opened(AuditLog log) -> {
        try (log) {
          yield work.apply(new Opened(log, NoteKeys.deviceSigner(genesis.origin(), key), keys));
        }
      }
    };
  }
}
