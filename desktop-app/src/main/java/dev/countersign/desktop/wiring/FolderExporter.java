package dev.countersign.desktop.wiring;

import dev.countersign.desktop.audit.AuditLog;
import dev.countersign.desktop.audit.Genesis;
import dev.countersign.desktop.audit.LogVerdict;
import dev.countersign.desktop.audit.LogVerifier;
import dev.countersign.desktop.audit.OpenOutcome;
import dev.countersign.desktop.audit.VerifierKeys;
import dev.countersign.desktop.enrollment.DeviceKey;
import dev.countersign.desktop.enrollment.EnrolmentPins;
import dev.countersign.desktop.enrollment.FileDeviceKey;
import dev.countersign.desktop.export.Export.Control;
import dev.countersign.desktop.export.Export.Outcome;
import dev.countersign.desktop.export.Exporter;
import dev.countersign.desktop.export.Redaction;
import dev.countersign.proof.log.NoteKeys;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/** Exports the log of a desk that is closed. */
public final class FolderExporter implements Exporter {
  private final DeskFolder folder;
  private final String appVersion;
  private final InstantSource clock;

  public FolderExporter(DeskFolder folder, String appVersion, InstantSource clock) {
    this.folder = folder;
    this.appVersion = appVersion;
    this.clock = clock;
  }

  @Override
  public Outcome export(Target target, Redaction redaction, Control control) {
    try {
      DeviceKey key = FileDeviceKey.open(folder.deviceKey());
      EnrolmentPins pins = EnrolmentPins.load(folder.enrolment());
      Optional<DeskLock> lock = DeskLock.take(folder.lock());
      if (lock.isEmpty()) {
        return new Outcome.NotDone(
            "The desk is open on this device. Close it, or export from its history page.");
      }
      try (DeskLock _ = lock.get()) {
        return locked(key, pins, new Order(target, redaction, control));
      }
    } catch (IOException unusable) {
      return new Outcome.NotDone("The enrolment cannot be used: " + unusable.getMessage() + ".");
    }
  }

  private record Order(Target target, Redaction redaction, Control control) {}

  private Outcome locked(DeviceKey key, EnrolmentPins pins, Order order) {
    Genesis genesis = Genesis.ofDevice(key.publicKey().thumbprint(), pins.gatewayKeys().issuer());
    VerifierKeys keys =
        new VerifierKeys(
            Optional.of(NoteKeys.deviceVerifier(genesis.origin(), key.publicKey())),
            Optional.empty());
    LogVerdict verdict = new LogVerifier(keys).verify(folder.auditLog(), Optional.empty());
    if (!(verdict instanceof LogVerdict.Intact) && !(verdict instanceof LogVerdict.Unsealed)) {
      return new Outcome.NotDone(
          "The audit log does not verify, so nothing is exported. See log verify.");
    }
    return switch (AuditLog.open(folder.auditLog(), genesis, clock)) {
      case OpenOutcome.NotOpened(var fault) -> new Outcome.NotDone(fault.sentence());
      case OpenOutcome.Opened(AuditLog log) -> {
        try (log) {
          yield new OpenLogExporter(
                  log,
                  NoteKeys.deviceSigner(genesis.origin(), key),
                  folder.syslogPosition(),
                  appVersion)
              .export(order.target(), order.redaction(), order.control());
        }
      }
    };
  }
}
