package dev.countersign.bridge.fido;

import dev.countersign.bridge.TokenWatcher;

/** Makes tokens of devices. For wiring code. */
public final class FidoTokens {

  private FidoTokens() {}

  /** Watches a source; lists it once before it returns. Closing the watcher closes the source. */
  public static TokenWatcher over(ReportChannelSource source) {
    return new SourceWatcher(source);
  }
}
