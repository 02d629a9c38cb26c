package dev.countersign.bridge.fido.hid;

import dev.countersign.bridge.TokenWatcher;
import dev.countersign.bridge.fido.FidoTokens;

/** The security keys of this computer. For wiring code. */
public final class HidTokens {

  private HidTokens() {}

  /**
   * Starts watching; loads a native library, so not on a user interface thread. Trouble, such as a
   * missing system library, is reported by the watcher, not thrown.
   */
  public static TokenWatcher watch() {
    return FidoTokens.over(new HidSource());
  }
}
