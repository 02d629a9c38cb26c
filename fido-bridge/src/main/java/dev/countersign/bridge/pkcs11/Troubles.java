package dev.countersign.bridge.pkcs11;

import dev.countersign.bridge.CardModule;
import dev.countersign.bridge.ModuleTrouble;
import dev.countersign.bridge.ModuleTrouble.Reason;

/** A module's troubles in words that name it. */
final class Troubles {

  private Troubles() {}

  static ModuleFailedException failed(CardModule module, Reason reason, String detail) {
    String happened =
        switch (reason) {
          case NOT_FOUND -> "is not there";
          case NOT_LOADABLE -> "cannot be loaded";
          case NOT_STARTED -> "got no process of its own";
          case REFUSED -> "does not want to work";
          case CRASHED -> "crashed";
          case HUNG -> "did not answer in time and was stopped";
          case MALFORMED -> "broke the PKCS#11 standard and was stopped";
        };
    String text =
        "The smart card module " + module.name() + " (" + module.library() + ") " + happened;
    return new ModuleFailedException(
        new ModuleTrouble(module, reason, detail.isEmpty() ? text + "." : text + ": " + detail));
  }
}
