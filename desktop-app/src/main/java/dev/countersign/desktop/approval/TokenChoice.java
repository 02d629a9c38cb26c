package dev.countersign.desktop.approval;

import dev.countersign.bridge.SelectionOutcome;
import dev.countersign.bridge.Token;
import dev.countersign.bridge.TouchSelection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Which key signs: the only one attached, or of several the one that is touched. It comes before
 * the session challenge and the intent, so that choosing costs nothing.
 */
final class TokenChoice {
  /** The bridge ends the wait shortly after its deadline; this much later we give up on it. */
  private static final Duration BRIDGE_GRACE = Duration.ofSeconds(5);

  private final JourneyPorts ports;
  private final Control control;
  private final Words words;

  TokenChoice(JourneyPorts ports, Control control, Words words) {
    this.ports = ports;
    this.control = control;
    this.words = words;
  }

  Token choose() throws StoppedException {
    if (ports.identity().pins().keys().isEmpty()) {
      throw StoppedException.failed(words.nothingEnrolled());
    }
    List<Token> attached = ports.tokens().attached();
    return switch (attached.size()) {
      case 0 -> throw StoppedException.failed(words.noToken());
      case 1 -> attached.getFirst();
      default -> byTouch(attached);
    };
  }

  private Token byTouch(List<Token> attached) throws StoppedException {
    Duration patience = ports.timing().token();
    Instant deadline = ports.timing().clock().instant().plus(patience);
    control.enter(
        new JourneyState.WaitingForTouch(
            attached.size() + " keys are attached: touch the one you enrolled", true, deadline));
    SelectionOutcome outcome =
        control.interruptibly(() ->
            TouchSelection.among(attached, patience)
                .await(patience.plus(BRIDGE_GRACE), new SelectionOutcome.NoneChosen(Map.of())));
    return switch (outcome) {
      case SelectionOutcome.Chosen(Token token) -> token;
      case SelectionOutcome.NoneChosen _ -> throw StoppedException.failed(words.severalTokens());
    };
  }
}
