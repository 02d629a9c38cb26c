package dev.countersign.desktop.approval;

import dev.countersign.bridge.Pin;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * What signing with a key and with a card have in common: the time that is left, asking for the
 * PIN, and that no PIN survives its attempt.
 *
 * @param end when the challenge or the request ends, whichever is first
 */
record SigningTurn(JourneyPorts ports, Control control, Words words, Instant end) {

  /** One attempt; it notes when the bridge has taken over the PIN and its wiping. */
  interface Attempt<T> {
    T run(AtomicBoolean handedOver) throws InterruptedException, StoppedException;
  }

  /** Asks for the PIN once; {@code state} is given the moment at which the decision fails. */
  Pin askPin(Function<Instant, JourneyState.NeedsPin> state) throws StoppedException {
    Duration patience = atMost(ports.timing().pin());
    Instant deadline = deadline(patience);
    return control
        .interruptibly(() -> {
          control.enter(state.apply(deadline));
          return control.awaitPin(patience);
        })
        .orElseThrow(() -> StoppedException.failed(words.pinTimedOut()));
  }

  /** The bridge wipes a PIN it was given; one that never got there is wiped here. */
  <T> T attempt(Optional<Pin> pin, Attempt<T> attempt) throws StoppedException {
    AtomicBoolean handedOver = new AtomicBoolean();
    try {
      return control.interruptibly(() -> attempt.run(handedOver));
    } finally {
      if (!handedOver.get()) {
        pin.ifPresent(Pin::close);
      }
    }
  }

  /** How long one attempt with the token may take. */
  Duration patience() throws StoppedException {
    return atMost(ports.timing().token());
  }

  Instant deadline(Duration patience) {
    return ports.timing().clock().instant().plus(patience);
  }

  private Duration atMost(Duration usual) throws StoppedException {
    Duration left = Duration.between(ports.timing().clock().instant(), end);
    if (!left.isPositive()) {
      throw StoppedException.failed(words.refused("expired", ""));
    }
    return left.compareTo(usual) < 0 ? left : usual;
  }
}
