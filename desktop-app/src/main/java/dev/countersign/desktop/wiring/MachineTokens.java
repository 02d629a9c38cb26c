package dev.countersign.desktop.wiring;

import dev.countersign.bridge.CardWatcher;
import dev.countersign.bridge.TokenWatcher;
import dev.countersign.desktop.approval.TokenPort;

/** The security keys and the smart cards of this machine; whoever made it closes it. */
public record MachineTokens(TokenWatcher keys, CardWatcher cards) implements AutoCloseable {
  /** As a decision sees them. */
  TokenPort port() {
    return TokenPort.of(keys, cards);
  }

  @Override
  public void close() {
    cards.close();
    keys.close();
  }
}
