package dev.countersign.desktop.export;

import dev.countersign.desktop.export.Export.Control;
import dev.countersign.desktop.export.Export.Outcome;
import dev.countersign.desktop.export.Export.Range;
import java.nio.file.Path;

/** Exports this device's audit log. */
public interface Exporter {
  /** Where entries go. */
  sealed interface Target {
    /** A new file. */
    record NewFile(Path file, ExportFormat format, Range range) implements Target {}

    /**
     * A syslog collector; what was sent to it before is not sent again.
     *
     * @param ca the certificates that may vouch for it
     */
    record Collector(String host, int port, Path ca) implements Target {}
  }

  /** Blocks until it is done. Interrupting it stops it. */
  Outcome export(Target target, Redaction redaction, Control control) throws InterruptedException;
}
