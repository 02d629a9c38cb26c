package dev.countersign.bridge.pkcs11;

import dev.countersign.bridge.CardModule;
import dev.countersign.bridge.CardWatcher;
import java.util.List;

/** The smart cards of this computer. For wiring code. */
public final class Pkcs11Cards {

  private Pkcs11Cards() {}

  /**
   * Starts one process for each module and watches the cards behind them. Returns at once; trouble,
   * such as a module that is not there, is reported by the watcher, not thrown.
   *
   * @param modules may be empty
   */
  public static CardWatcher watch(List<CardModule> modules) {
    return watch(modules, ModuleTimes.USUAL);
  }

  static CardWatcher watch(List<CardModule> modules, ModuleTimes times) {
    ModuleWatcher watcher = new ModuleWatcher();
    watcher.start(modules, times);
    return watcher;
  }
}
