package dev.countersign.bridge.demo;

/** What goes wrong with a demo key. */
public enum DemoFault {
  /** Nothing. */
  NONE,
  /** It takes commands and says nothing more, not even that it waits; cancel does not help. */
  NEVER_ANSWERS,
  /** It is pulled out the moment it waits for a touch. */
  PULLED_AT_TOUCH,
  /** It does not know CTAP2. */
  U2F_ONLY,
  /** It cannot be opened, because another program or a remote desktop has taken it. */
  HELD_ELSEWHERE,
  /** It cannot be opened, because the system does not let this user. */
  NOT_PERMITTED
}
