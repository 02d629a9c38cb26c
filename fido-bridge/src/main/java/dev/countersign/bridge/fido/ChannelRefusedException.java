package dev.countersign.bridge.fido;

import dev.countersign.bridge.TokenFailure;

/** A device could not be opened. */
public final class ChannelRefusedException extends Exception {

  private static final long serialVersionUID = 1;

  private final transient TokenFailure failure;

  /** With what to tell the user. */
  public ChannelRefusedException(TokenFailure failure) {
    super(failure.toString());
    this.failure = failure;
  }

  /** What to tell the user. */
  public TokenFailure failure() {
    return failure;
  }
}
