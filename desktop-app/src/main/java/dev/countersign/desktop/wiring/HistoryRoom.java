package dev.countersign.desktop.wiring;

import dev.countersign.desktop.audit.HistoryIndex;
import dev.countersign.desktop.audit.HistoryQuery;
import dev.countersign.desktop.audit.HistoryRow;
import dev.countersign.desktop.export.Export;
import dev.countersign.desktop.export.ExportFormat;
import dev.countersign.desktop.export.Exporter;
import dev.countersign.desktop.export.Redaction;
import dev.countersign.desktop.ui.history.HistoryDesk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/** What stands behind the history page: index, log, verification and export. */
final class HistoryRoom implements HistoryDesk {
  private final HistoryIndex index;
  private final Stories stories;
  private final LogVerification verification;
  private final Exporter exporter;
  private final KeyTouch touch;

  HistoryRoom(
      HistoryIndex index,
      Stories stories,
      LogVerification verification,
      Exporter exporter,
      KeyTouch touch) {
    this.index = index;
    this.stories = stories;
    this.verification = verification;
    this.exporter = exporter;
    this.touch = touch;
  }

  @Override
  public Found search(HistoryQuery query, long below, int limit) {
    try {
      index.catchUp();
      return new Found(index.count(query), index.find(query, below, limit));
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
      Path file, ExportFormat format, Runnable touching, Export.Control control) {
    touching.run();
    Optional<String> untouched = touch.await(control.cancelled());
    if (untouched.isPresent()) {
      return new Export.Outcome.NotDone(untouched.get());
    }
    return exporter.export(
        new Exporter.Target.NewFile(file, format, Export.Range.ALL), Redaction.NONE, control);
  }
}
