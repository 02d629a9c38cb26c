package dev.countersign.desktop.wiring;

import dev.countersign.desktop.audit.AppendOutcome;
import dev.countersign.desktop.audit.DeskEvent;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Records what a command does at a desk whose window is closed: tokens enrolled, renamed or
 * revoked, settings changed. The window's own changes go through {@link DeskDiary}.
 */
public final class FolderDiary {
  private final ClosedDesk desk;

  public FolderDiary(DeskFolder folder, InstantSource clock) {
    this.desk = new ClosedDesk(folder, clock);
  }

  /**
   * Makes an entry; blocks until it is durable.
   *
   * @return why there is none, in one sentence
   */
  public Optional<String> record(DeskEvent event) {
    return desk.use(
        opened ->
            opened.log().appendEvent(event) instanceof AppendOutcome.NotRecorded(var fault)
                ? Optional.of(fault.sentence())
                : Optional.empty(),
        Optional::of);
  }
}
