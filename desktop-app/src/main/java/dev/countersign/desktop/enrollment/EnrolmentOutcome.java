package dev.countersign.desktop.enrollment;

import dev.countersign.bridge.RegistrationOutcome;
import dev.countersign.bridge.TokenMessage;

/** How an enrolment ended. */
public sealed interface EnrolmentOutcome {

  /**
   * Device and token are enrolled.
   *
   * @param worth what the token is to the gateway, in its words: of a key's attestation, {@code
   *     trusted}, {@code untrusted}, {@code self} or {@code none}; of a card, {@code x509} when its
   *     certificate proves that it asks for its PIN on every use, else {@code x509_possession}
   */
  record Enrolled(EnrolmentPins pins, String worth) implements EnrolmentOutcome {}

  /** The gateway refused; a code that is wrong, used or too old gives {@code unauthorized}. */
  record Refused(String code) implements EnrolmentOutcome {}

  /** No usable answer. Nothing is pinned; whether the gateway enrolled anything is open. */
  record NoAnswer(String reason) implements EnrolmentOutcome {}

  /** The token did not make a credential; nothing was enrolled. */
  record TokenFailed(RegistrationOutcome failure) implements EnrolmentOutcome {}

  /** The card did not sign; nothing was enrolled. */
  record CardFailed(TokenMessage words) implements EnrolmentOutcome {}
}
