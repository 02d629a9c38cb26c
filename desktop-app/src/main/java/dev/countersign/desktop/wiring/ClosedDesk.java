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
   * @param pins the device's enrolment
   */
  record Opened(AuditLog log, NoteSigner signer, VerifierKeys keys, EnrolmentPins pins) {}

  /**
   * What is done with it.
   *
   * @param <X> what ends it early
   */
  @FunctionalInterface
  interface Work<T, X extends Exception> {
    T on(Opened opened) throws X;
  }

  /**
   * Opens the log, uses it and closes it.
   *
   * @param refused given why it cannot be opened, in one sentence
   */
  <T, X extends Exception> T use(Work<T, X> work, Function<String, T> refused) throws X {
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

  private <T, X extends Exception> T locked(
      DeviceKey key, EnrolmentPins pins, Work<T, X> work, Function<String, T> refused) throws X {
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
          yield work.on(new Opened(log, NoteKeys.deviceSigner(genesis.origin(), key), keys, pins));
        }
      }
    };
  }
}
