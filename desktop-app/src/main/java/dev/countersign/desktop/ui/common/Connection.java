package dev.countersign.desktop.ui.common;

import java.time.Instant;

/** Whether the desk hears the gateway. */
public sealed interface Connection {

  /** Events arrive. */
  record Connected(Instant since) implements Connection {}

  /**
   * Nothing arrives; the desk tries again by itself.
   *
   * @param why one sentence for a person
   */
  record Disconnected(Instant since, String why) implements Connection {}
}
