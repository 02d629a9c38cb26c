package dev.countersign.desktop.wiring;

import dev.countersign.bridge.TokenMessage;
import dev.countersign.desktop.audit.HistoryIndex;
import dev.countersign.desktop.audit.HistoryQuery;
import dev.countersign.desktop.audit.HistoryRow;
import dev.countersign.desktop.enrollment.ExportConfirmation;
import dev.countersign.desktop.export.Export;
import dev.countersign.desktop.export.ExportFormat;
import dev.countersign.desktop.export.Exporter;
import dev.countersign.desktop.export.Redaction;
import dev.countersign.desktop.ui.history.HistoryDesk;
import dev.countersign.desktop.ui.tokens.EnrolledTokenChanges;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.log.Checkpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Supplier;

/** What stands behind the history page: index, log, verification and export. */
final class HistoryRoom implements HistoryDesk {
  private final HistoryIndex index;
  private final Stories stories;
  private final LogVerification verification;
  private final OpenLogExporter exporter;
  private final Supplier<Checkpoint> head;
  private final ExportConfirmation confirmation;

  HistoryRoom(
      HistoryIndex index,
      Stories stories,
      LogVerification verification,
      OpenLogExporter exporter,
      Supplier<Checkpoint> head,
      ExportConfirmation confirmation) {
    this.index = index;
    this.stories = stories;
    this.verification = verification;
    this.exporter = exporter;
    this.head = head;
    this.confirmation = confirmation;
  }

  @Override
  public Found search(HistoryQuery query, long below, int limit) {
    try {
      index.catchUp();
      HistoryIndex.Found found = index.search(query, below, limit);
      return new Found(found.total(), found.rows());
    } catch (IOException unusable) {
      throw new UncheckedIOException(unusable);
    }
  }

  @Override
  public Told story(HistoryRow row) {
    Told told = stories.of(row);
    if (!told.standing().inTree()) {
      verification.start(); // what is found then ends all decisions
    }
    return told;
  }

  @Override
  public void verifyNow() {
    verification.start();
  }

  @Override
  public void stopVerifying() {
    verification.stop();
  }

  @Override
  public Export.Outcome export(
      Path file, ExportFormat format, EnrolledTokenChanges.Person person, Export.Control control)
      throws InterruptedException {
    var wanted =
        new ExportConfirmation.Wanted(
            head.get(), format.word(), file.toString(), ExportConfirmation.Part.ALL);
    return switch (confirmation.confirm(wanted, ConfirmedTokenChanges.asked(person))) {
      case ExportConfirmation.Outcome.Not(TokenMessage words) ->
          new Export.Outcome.NotDone(words.text() + " Nothing was exported.");
      case ExportConfirmation.Outcome.Confirmed(Bytes token) ->
          exporter
              .confirmedBy(token)
              .export(
                  new Exporter.Target.NewFile(file, format, Export.Range.ALL),
                  Redaction.NONE,
                  control);
    };
  }
}
