package dev.countersign.bridge.fido;

import dev.countersign.bridge.TokenFailure;
import java.io.IOException;

/** Carries a failure out through yubikit, which passes an {@link IOException} on unchanged. */
final class OperationEndedException extends IOException {

  private static final long serialVersionUID = 1;

  private final transient TokenFailure failure;

  OperationEndedException(TokenFailure failure) {
    super(failure.toString());
    this.failure = failure;
  }

  TokenFailure failure() {
    return failure;
  }
}
