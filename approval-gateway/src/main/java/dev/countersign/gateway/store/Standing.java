package dev.countersign.gateway.store;

/** Whether an enrolled device or token may be used. */
public enum Standing {
  ACTIVE,
  /** Set aside until an administrator looked at it: a log fork or a counter that did not rise. */
  SUSPENDED,
  /** Out of use for good. */
  REVOKED
}
