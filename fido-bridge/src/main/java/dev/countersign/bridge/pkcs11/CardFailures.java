package dev.countersign.bridge.pkcs11;

import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.TokenFailure.Reason;
import dev.countersign.bridge.TokenFailure.Unusable;
import dev.countersign.bridge.pkcs11.wire.ModuleAnswer.Failed;
import dev.countersign.bridge.pkcs11.wire.ModuleFault;
import java.util.OptionalInt;

/** What a module's process could not do, as failures. */
final class CardFailures {

  private CardFailures() {}

  /** {@link ModuleFault#NOT_THIS_CARD} is the caller's to tell apart first. */
  static TokenFailure of(Failed failed) {
    return switch (failed.fault()) {
      case REMOVED -> new TokenFailure.Removed();
      case PIN_REQUIRED -> new TokenFailure.PinRequired();
      case WRONG_PIN -> new TokenFailure.WrongPin(OptionalInt.empty());
      case WRONG_PIN_LAST_TRY_LEFT -> new TokenFailure.WrongPin(OptionalInt.of(1));
      case PIN_LOCKED -> new TokenFailure.PinLocked();
      case NO_PIN_SET -> new TokenFailure.NoPinSet();
      case PIN_CHANGE_NEEDED ->
          new Unusable(Reason.PIN_CHANGE_NEEDED, "It wants its PIN changed first.");
      case REFUSED -> new TokenFailure.Refused();
      case CANCELLED -> new TokenFailure.Cancelled();
      case IN_USE -> new Unusable(Reason.IN_USE, "Another program is using it.");
      case NOT_SUPPORTED ->
          new Unusable(Reason.NOT_SUPPORTED, "It does not make signatures of the kind needed.");
      case NO_PRIVATE_KEY ->
          new Unusable(
              Reason.NO_PRIVATE_KEY, "It holds the certificate, but no key that belongs to it.");
      case NOT_LOADABLE, MODULE_REFUSED, MODULE_MALFORMED, NOT_THIS_CARD, TOKEN_ERROR ->
          new Unusable(
              Reason.TOKEN_ERROR,
              "It answered with an error (" + Troubles.said(failed.detail()) + ").");
    };
  }
}
