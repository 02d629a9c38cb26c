package dev.countersign.bridge.demo.piv;

/** What goes wrong with a card from the moment it is set. */
public enum PivFault {
  /** Nothing. */
  NONE,
  /** It is pulled out when it gets the PIN. */
  PULLED_AT_PIN,
  /** It is pulled out when it is to sign, after it took the PIN. */
  PULLED_AT_SIGNING,
  /** Somebody else used up the tries on the PIN between the PIN and the signature. */
  LOCKED_AT_SIGNING,
  /** It takes its {@link VirtualPivCard#delay} before it signs. */
  SLOW_SIGNING,
  /** It says that it signed, and gives bytes that are no answer to that. */
  GARBAGE_SIGNATURE,
  /** Its signature is well-formed, and of something else. */
  OTHER_SIGNATURE,
  /** A single byte, less than any answer has, when it is to sign. */
  CUT_ANSWER,
  /** Its certificates are random bytes. */
  GARBAGE_CERTIFICATES
}
