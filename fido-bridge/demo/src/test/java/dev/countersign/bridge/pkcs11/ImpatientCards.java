package dev.countersign.bridge.pkcs11;

import dev.countersign.bridge.CardModule;
import dev.countersign.bridge.CardWatcher;
import java.time.Duration;
import java.util.List;

/** Watches cards with less patience for a module that hangs while nobody waits for it. */
public final class ImpatientCards {

  private ImpatientCards() {}

  public static CardWatcher watch(List<CardModule> modules, Duration patience) {
    ModuleTimes usual = ModuleTimes.USUAL;
    return Pkcs11Cards.watch(
        modules,
        new ModuleTimes(
            usual.interval(), patience, usual.grace(), usual.firstPause(), usual.longestPause()));
  }
}
