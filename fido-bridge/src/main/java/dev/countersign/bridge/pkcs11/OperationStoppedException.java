package dev.countersign.bridge.pkcs11;

import dev.countersign.bridge.TokenFailure;

/** An operation was stopped by its caller or its deadline; the module is well. */
final class OperationStoppedException extends Exception {

  private static final long serialVersionUID = 1;

  private final transient TokenFailure failure;

  OperationStoppedException(TokenFailure failure) {
    super(failure.toString());
    this.failure = failure;
  }

  TokenFailure failure() {
    return failure;
  }
}
