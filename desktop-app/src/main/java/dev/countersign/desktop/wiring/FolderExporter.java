package dev.countersign.desktop.wiring;

import dev.countersign.desktop.audit.LogVerdict;
import dev.countersign.desktop.audit.LogVerifier;
import dev.countersign.desktop.audit.Progress;
import dev.countersign.desktop.export.Export.Control;
import dev.countersign.desktop.export.Export.Outcome;
import dev.countersign.desktop.export.Exporter;
import dev.countersign.desktop.export.Redaction;
import java.time.InstantSource;

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
    return new ClosedDesk(folder, clock)
        .use(
            opened -> {
              // The whole log, because what leaves is judged elsewhere. As the open log that it is:
              // to copy the file would close it, and with that this process's locks on it.
              LogVerdict verdict =
                  new LogVerifier(opened.keys()).verifyOpen(folder.auditLog(), Progress.NONE);
              if (!(verdict instanceof LogVerdict.Intact)
                  && !(verdict instanceof LogVerdict.Unsealed)) {
                return new Outcome.NotDone(
                    "The audit log does not verify, so nothing is exported. See log verify.");
              }
              return new OpenLogExporter(
                      opened.log(), opened.signer(), folder.syslogPosition(), appVersion)
                  .export(target, redaction, control);
            },
            Outcome.NotDone::new);
  }
}
