package dev.countersign.bridge.pkcs11.binding;

/** A function of the module answered with an error code. */
public final class ModuleErrorException extends Exception {

  private static final long serialVersionUID = 1;

  private final String function;
  private final long code;

  ModuleErrorException(String function, long code) {
    super(function + ": " + Rv.name(code));
    this.function = function;
    this.code = code;
  }

  /** Which function, as C calls it. */
  public String function() {
    return function;
  }

  /** The CKR_… code. */
  public long code() {
    return code;
  }
}
