package dev.countersign.bridge.pkcs11;

import dev.countersign.bridge.CardModule;
import dev.countersign.bridge.ModuleTrouble;
import dev.countersign.bridge.ModuleTrouble.Reason;
import java.time.Duration;

/** A module's troubles in words that name it. */
final class Troubles {

  private static final int LONGEST_DETAIL = 200;

  private Troubles() {}

  /** The same, with when the module is started again. */
  static ModuleTrouble waiting(ModuleTrouble trouble, Duration pause) {
    return new ModuleTrouble(
        trouble.module(),
        trouble.reason(),
        trouble.detail() + " It is started again in " + pause.toSeconds() + " s.");
  }

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
        new ModuleTrouble(
            module, reason, sentence(detail.isEmpty() ? text : text + ": " + said(detail))));
  }

  private static String sentence(String text) {
    return text.endsWith(".") ? text : text + ".";
  }

  /**
   * What a module's process said, fit for a person and a log. Its own code says little; a module
   * that takes the process over could say anything.
   */
  static String said(String detail) {
    StringBuilder plain = new StringBuilder();
    detail
        .codePoints()
        .limit(LONGEST_DETAIL)
        .map(each -> isPlain(each) ? each : '?')
        .forEach(plain::appendCodePoint);
    return plain.toString();
  }

  private static boolean isPlain(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
