package dev.countersign.desktop.enrollment;

import dev.countersign.bridge.RegistrationOutcome;

/** How an enrolment ended. */
public sealed interface EnrolmentOutcome {

  /**
   * Device and token are enrolled.
   *
   * @param attestation what the token's attestation is worth to the gateway, in its words
   */
  record Enrolled(EnrolmentPins pins, String attestation) implements EnrolmentOutcome {}

  /** The gateway refused; a code that is wrong, used or too old gives {@code unauthorized}. */
  record Refused(String code) implements EnrolmentOutcome {}

  /** No usable answer. Nothing is pinned; whether the gateway enrolled anything is open. */
  record NoAnswer(String reason) implements EnrolmentOutcome {}

  /** The token did not make a credential; nothing was enrolled. */
  record TokenFailed(RegistrationOutcome failure) implements EnrolmentOutcome {}
}
