package dev.countersign.bridge.pkcs11;

import dev.countersign.bridge.ModuleTrouble;

/** A module's process does not work any more, and was ended. */
final class ModuleFailedException extends Exception {

  private static final long serialVersionUID = 1;

  private final transient ModuleTrouble trouble;

  ModuleFailedException(ModuleTrouble trouble) {
    super(trouble.detail());
    this.trouble = trouble;
  }

  ModuleTrouble trouble() {
    return trouble;
  }
}
