package dev.countersign.desktop.subscription;

import java.time.Instant;

/** Whether the inbox is in step with the gateway. */
public sealed interface ConnectionState {

  /**
   * The feed is followed.
   *
   * @param polling true while something on the way holds the stream back and the feed is polled
   */
  record Connected(Instant since, boolean polling) implements ConnectionState {}

  /**
   * It is not, and is tried again.
   *
   * @param since when it was last in step, or when trying began
   * @param reason a few words for a person
   */
  record Reconnecting(Instant since, String reason) implements ConnectionState {}

  /** Nobody follows the feed. */
  record Stopped() implements ConnectionState {}
}
