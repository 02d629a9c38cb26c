package dev.countersign.desktop.enrollment;

import dev.countersign.bridge.TokenMessage;
import java.util.Optional;

/** How a change of the approver's tokens ended. */
public sealed interface TokenChangeOutcome {

  /**
   * The gateway made it, and this device knows.
   *
   * @param warning what went wrong after that, if anything; the change counts all the same
   */
  record Done(Optional<String> warning) implements TokenChangeOutcome {}

  /** The gateway refused; nothing was changed. */
  record Refused(String code) implements TokenChangeOutcome {}

  /** No usable answer. Whether the gateway changed anything shows in its list of tokens. */
  record NoAnswer(String reason) implements TokenChangeOutcome {}

  /** A token did not do its part; nothing was changed. */
  record TokenFailed(TokenMessage words) implements TokenChangeOutcome {}
}
