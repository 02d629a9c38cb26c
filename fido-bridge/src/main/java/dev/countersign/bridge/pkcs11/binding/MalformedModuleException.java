package dev.countersign.bridge.pkcs11.binding;

/** The module broke the standard: its answer cannot be meant. */
public final class MalformedModuleException extends Exception {

  private static final long serialVersionUID = 1;

  MalformedModuleException(String message) {
    super(message);
  }
}
