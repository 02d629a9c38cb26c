package dev.countersign.bridge.fido;

import dev.countersign.bridge.WatchTrouble;

/** Devices could not be listed. */
public final class ListingFailedException extends Exception {

  private static final long serialVersionUID = 1;

  private final transient WatchTrouble trouble;

  /** With what to tell the user, and why it happened. */
  public ListingFailedException(WatchTrouble trouble, Throwable cause) {
    super(trouble.detail(), cause);
    this.trouble = trouble;
  }

  /** What to tell the user. */
  public WatchTrouble trouble() {
    return trouble;
  }
}
