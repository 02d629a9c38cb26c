package dev.countersign.desktop.approval;

import dev.countersign.bridge.CardMessage;
import dev.countersign.desktop.approval.JourneyState.WaitingForToken;
import dev.countersign.desktop.approval.JourneyState.WaitingForToken.Want;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Waits until something is attached that may sign: the owner puts it in, or a module that was just
 * started tells of the card that was there all along.
 */
final class AttachWait {
  private static final long LOOK_MILLIS = 100;

  private final TokenPort tokens;
  private final DeskIdentity.Pins pins;
  private final Control control;

  AttachWait(TokenPort tokens, DeskIdentity.Pins pins, Control control) {
    this.tokens = tokens;
    this.pins = pins;
    this.control = control;
  }

  /**
   * Returns when something is attached, or the time is over.
   *
   * @param deadline the same moment as {@code patience}, for the screen
   */
  void await(Duration patience, Instant deadline) throws StoppedException {
    long end = System.nanoTime() + patience.toNanos();
    Optional<WaitingForToken> said = Optional.empty();
    while (nothingAttached() && System.nanoTime() < end) {
      WaitingForToken now = new WaitingForToken(want(), why(), deadline);
      if (!said.equals(Optional.of(now))) {
        control.enter(now);
        said = Optional.of(now);
      }
      control.interruptibly(() -> {
        Thread.sleep(LOOK_MILLIS);
        return true;
      });
    }
  }

  private boolean nothingAttached() {
    return (pins.keys().isEmpty() || tokens.attached().isEmpty())
        && (pins.cards().isEmpty() || tokens.cards().isEmpty());
  }

  private Want want() {
    if (pins.cards().isEmpty()) {
      return Want.KEY;
    }
    if (tokens.stillLooking()) {
      return Want.MODULES;
    }
    return pins.keys().isEmpty() ? Want.CARD : Want.KEY_OR_CARD;
  }

  private Optional<String> why() {
    if (pins.cards().isEmpty()) {
      return Optional.empty();
    }
    return tokens.troubles().stream()
        .findFirst()
        .map(trouble -> CardMessage.of(trouble).text())
        .or(this::wrongKind);
  }

  private Optional<String> wrongKind() {
    return pins.keys().isEmpty() && !tokens.attached().isEmpty()
        ? Optional.of("A security key is attached, but only a card is enrolled for you.")
        : Optional.empty();
  }
}
