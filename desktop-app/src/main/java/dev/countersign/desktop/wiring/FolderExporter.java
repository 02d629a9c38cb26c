package dev.countersign.desktop.wiring;

import dev.countersign.bridge.TokenMessage;
import dev.countersign.desktop.approval.TokenPort;
import dev.countersign.desktop.audit.LogVerdict;
import dev.countersign.desktop.audit.LogVerifier;
import dev.countersign.desktop.audit.Progress;
import dev.countersign.desktop.enrollment.ExportConfirmation;
import dev.countersign.desktop.enrollment.Person;
import dev.countersign.desktop.export.Export.Control;
import dev.countersign.desktop.export.Export.Outcome;
import dev.countersign.desktop.export.ExportFormat;
import dev.countersign.desktop.export.Exporter;
import dev.countersign.desktop.export.Redaction;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.log.Checkpoint;
import java.time.InstantSource;
import java.util.OptionalLong;

/** Exports the log of a desk that is closed, after an enrolled token confirmed that. */
public final class FolderExporter implements Exporter {
  private final DeskFolder folder;
  private final Confirming confirming;
  private final String appVersion;
  private final InstantSource clock;

  /**
   * Who confirms.
   *
   * @param attached the keys and cards that are attached now
   */
  public record Confirming(TokenPort attached, Person person) {}

  public FolderExporter(
      DeskFolder folder, Confirming confirming, String appVersion, InstantSource clock) {
    this.folder = folder;
    this.confirming = confirming;
    this.appVersion = appVersion;
    this.clock = clock;
  }

  @Override
  public Outcome export(Target target, Redaction redaction, Control control)
      throws InterruptedException {
    return new ClosedDesk(folder, clock)
        .use(opened -> export(opened, target, redaction, control), Outcome.NotDone::new);
  }

  private Outcome export(
      ClosedDesk.Opened opened, Target target, Redaction redaction, Control control)
      throws InterruptedException {
    // The whole log, because what leaves is judged elsewhere. As the open log that it is: to copy
    // the file would close it, and with that this process's locks on it.
    LogVerdict verdict =
        new LogVerifier(opened.keys()).verifyOpen(folder.auditLog(), Progress.NONE);
    if (!(verdict instanceof LogVerdict.Intact) && !(verdict instanceof LogVerdict.Unsealed)) {
      return new Outcome.NotDone(
          "The audit log does not verify, so nothing is exported. See log verify.");
    }
    ExportConfirmation confirmation =
        new ExportConfirmation(opened::pins, confirming.attached(), clock);
    return switch (confirmation.confirm(
        wanted(opened.log().head(), target, redaction), confirming.person())) {
      case ExportConfirmation.Outcome.Not(TokenMessage words) ->
          new Outcome.NotDone(words.text() + " Nothing was exported.");
      case ExportConfirmation.Outcome.Confirmed(Bytes token) ->
          new OpenLogExporter(opened.log(), opened.signer(), folder.syslogPosition(), appVersion)
              .confirmedBy(token)
              .export(target, redaction, control);
    };
  }

  private static ExportConfirmation.Wanted wanted(
      Checkpoint head, Target target, Redaction redaction) {
    return switch (target) {
      case Target.NewFile(var file, var format, var range) ->
          new ExportConfirmation.Wanted(
              head,
              format.word(),
              file.toAbsolutePath().toString(),
              new ExportConfirmation.Part(range.first(), range.end(), !redaction.isNone()));
      case Target.Collector(String host, int port, var _) ->
          new ExportConfirmation.Wanted(
              head,
              ExportFormat.SYSLOG.word(),
              host + ":" + port,
              new ExportConfirmation.Part(0, OptionalLong.empty(), !redaction.isNone()));
    };
  }
}
