package dev.countersign.desktop.wiring;

import dev.countersign.desktop.audit.AuditLog;
import dev.countersign.desktop.export.Export;
import dev.countersign.desktop.export.Export.Control;
import dev.countersign.desktop.export.Export.Outcome;
import dev.countersign.desktop.export.Exporter;
import dev.countersign.desktop.export.Redaction;
import dev.countersign.desktop.export.SyslogExport;
import dev.countersign.desktop.submission.SyslogTls;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.log.NoteSigner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Exports a log that is open here. */
final class OpenLogExporter implements Exporter {
  private static final Duration COLLECTOR_DEADLINE = Duration.ofSeconds(30);

  private final AuditLog log;
  private final NoteSigner device;
  private final Path syslogPosition;
  private final String appVersion;
  private final Optional<Bytes> confirmedBy;

  OpenLogExporter(AuditLog log, NoteSigner device, Path syslogPosition, String appVersion) {
    this(log, device, syslogPosition, appVersion, Optional.empty());
  }

  private OpenLogExporter(
      AuditLog log,
      NoteSigner device,
      Path syslogPosition,
      String appVersion,
      Optional<Bytes> confirmedBy) {
    this.log = log;
    this.device = device;
    this.syslogPosition = syslogPosition;
    this.appVersion = appVersion;
    this.confirmedBy = confirmedBy;
  }

  /** The same for one export that this token signed. */
  OpenLogExporter confirmedBy(Bytes token) {
    return new OpenLogExporter(log, device, syslogPosition, appVersion, Optional.of(token));
  }

  @Override
  public Outcome export(Target target, Redaction redaction, Control control) {
    Export export = new Export(log, device, appVersion, confirmedBy);
    return switch (target) {
      case Target.NewFile(var file, var format, var range) ->
          export.toFile(file, format, range, redaction, control);
      case Target.Collector(String host, int port, Path ca) -> {
        try {
          SyslogTls collector = SyslogTls.to(host, port, ca, COLLECTOR_DEADLINE);
          yield new SyslogExport(log, export, syslogPosition)
              .run(collector::send, redaction, control);
        } catch (IOException unusable) {
          yield new Outcome.NotDone("Nothing was sent: " + unusable.getMessage() + ".");
        }
      }
    };
  }
}
