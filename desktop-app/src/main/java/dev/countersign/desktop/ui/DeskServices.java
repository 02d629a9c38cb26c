package dev.countersign.desktop.ui;

import dev.countersign.desktop.approval.Inbox;
import dev.countersign.desktop.approval.JourneyStarter;
import dev.countersign.desktop.ui.common.Connection;
import dev.countersign.desktop.ui.common.LiveSource;
import dev.countersign.desktop.ui.history.HistoryDesk;
import dev.countersign.desktop.ui.history.HistorySource;
import dev.countersign.desktop.ui.sessions.LiveGrant;
import dev.countersign.desktop.ui.settings.DeskIdentity;
import dev.countersign.desktop.ui.sign.DemoKey;
import dev.countersign.desktop.ui.tokens.TokenDesk;
import dev.countersign.desktop.ui.tokens.TokensSnapshot;
import dev.countersign.desktop.ui.trust.TrustSnapshot;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * Everything the window is given. It owns none of it and closes none of it.
 *
 * @param demoKey present exactly when the software key of the demo is in use
 */
public record DeskServices(
    DeskIdentity identity,
    Inbox inbox,
    JourneyStarter decisions,
    Sources sources,
    Optional<DemoKey> demoKey,
    Host host) {

  /** What the pages other than the inbox show. */
  public record Sources(
      LiveSource<Connection> connection,
      HistorySource history,
      HistoryDesk historyDesk,
      LiveSource<List<LiveGrant>> grants,
      LiveSource<TokensSnapshot> tokens,
      TokenDesk tokenDesk,
      LiveSource<TrustSnapshot> trust) {}

  /**
   * Time and threads.
   *
   * @param background for everything that may take time
   * @param nanoTime a clock that never jumps, {@link System#nanoTime}
   */
  public record Host(Executor background, InstantSource clock, LongSupplier nanoTime) {}
}
