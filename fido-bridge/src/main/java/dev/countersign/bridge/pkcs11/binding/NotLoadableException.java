package dev.countersign.bridge.pkcs11.binding;

/** The file is no library, or no PKCS#11 module, for this system. */
public final class NotLoadableException extends Exception {

  private static final long serialVersionUID = 1;

  NotLoadableException(String message) {
    super(message);
  }

  NotLoadableException(String message, Throwable cause) {
    super(message, cause);
  }
}
