package dev.countersign.gateway.store;

import dev.countersign.proof.RefusalCode;

/** How a confirmed change of tokens ended. Only {@link Changed} changed something. */
public sealed interface TokenChangeOutcome {
  /** It is durable; the token as it is now. */
  record Changed(Token token) implements TokenChangeOutcome {}

  /**
   * Something that the change rests on is not as it was when it was verified, or there is no such
   * token of this approver. A signature counter that does not rise also suspends its token.
   */
  record Refused(RefusalCode code) implements TokenChangeOutcome {}

  /** The new token is or was enrolled, to this approver or another. */
  record AlreadyEnrolled() implements TokenChangeOutcome {}

  /** No other token in good standing would be left, and the statement does not say so. */
  record LastToken() implements TokenChangeOutcome {}
}
