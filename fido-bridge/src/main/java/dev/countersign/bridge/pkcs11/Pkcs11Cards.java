package dev.countersign.bridge.pkcs11;

import dev.countersign.bridge.CardModule;
import dev.countersign.bridge.CardWatcher;
import java.time.Duration;
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

  /**
   * The same with another patience than the usual 15 s.
   *
   * @param patience how long a module may take for what no operation's deadline bounds: its start
   *     and each look for cards
   */
  public static CardWatcher watch(List<CardModule> modules, Duration patience) {
    ModuleTimes usual = ModuleTimes.USUAL;
    return watch(
        modules,
        new ModuleTimes(
            usual.interval(), patience, usual.grace(), usual.firstPause(), usual.longestPause()));
  }

  private static CardWatcher watch(List<CardModule> modules, ModuleTimes times) {
    ModuleWatcher watcher = new ModuleWatcher();
    watcher.start(modules, times);
    return watcher;
  }
}
