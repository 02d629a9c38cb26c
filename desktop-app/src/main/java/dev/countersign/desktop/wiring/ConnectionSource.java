package dev.countersign.desktop.wiring;

import dev.countersign.desktop.approval.Subscription;
import dev.countersign.desktop.subscription.ConnectionState;
import dev.countersign.desktop.subscription.FeedSubscription;
import dev.countersign.desktop.ui.common.Connection;
import dev.countersign.desktop.ui.common.LiveSource;
import java.time.InstantSource;

/** The feed's state in the window's words. */
record ConnectionSource(FeedSubscription feed, InstantSource clock)
    implements LiveSource<Connection> {

  @Override
  public Connection load() {
    return switch (feed.state()) {
      case ConnectionState.Connected connected -> new Connection.Connected(connected.since());
      case ConnectionState.Reconnecting lost ->
          new Connection.Disconnected(lost.since(), lost.reason());
      case ConnectionState.Stopped _ ->
          new Connection.Disconnected(clock.instant(), "the desk is closing");
    };
  }

  @Override
  public Subscription onChange(Runnable changed) {
    return feed.observe(_ -> changed.run());
  }
}
