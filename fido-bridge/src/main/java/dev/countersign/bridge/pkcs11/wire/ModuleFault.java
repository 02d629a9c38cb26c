package dev.countersign.bridge.pkcs11.wire;

/** Why a module's process could not do what it was asked. */
public enum ModuleFault {
  /** The token is not there any more, or another one is. */
  REMOVED,
  /** The token does not hold the certificate. */
  NOT_THIS_CARD,
  PIN_REQUIRED,
  WRONG_PIN,
  /** Wrong, and one try is left. */
  WRONG_PIN_LAST_TRY_LEFT,
  PIN_LOCKED,
  NO_PIN_SET,
  PIN_CHANGE_NEEDED,
  /** Somebody said no at the reader. */
  REFUSED,
  /** {@link ModuleRequest.Cancel} came in time. */
  CANCELLED,
  IN_USE,
  /** The token does not do this mechanism. */
  NOT_SUPPORTED,
  NO_PRIVATE_KEY,
  /** The file is no module. */
  NOT_LOADABLE,
  /** The module does not want to work at all. */
  MODULE_REFUSED,
  /** The module broke the standard. */
  MODULE_MALFORMED,
  /** Any other error of the token. */
  TOKEN_ERROR
}
