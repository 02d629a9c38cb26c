package dev.countersign.bridge.pkcs11.module;

import dev.countersign.bridge.pkcs11.binding.ModuleErrorException;
import dev.countersign.bridge.pkcs11.binding.Session;
import dev.countersign.bridge.pkcs11.binding.Session.User;
import dev.countersign.bridge.pkcs11.binding.TokenData;
import dev.countersign.bridge.pkcs11.wire.ModuleAnswer;
import dev.countersign.bridge.pkcs11.wire.ModuleAnswer.Failed;
import dev.countersign.bridge.pkcs11.wire.ModuleAnswer.Step;
import dev.countersign.bridge.pkcs11.wire.ModuleFault;
import java.io.IOException;
import java.util.Optional;

/** The owner's login in one session; what is refused is never tried again. */
final class Login {

  private final Session session;
  private final TokenData token;
  private final TokenFaults faults;
  private final Signing.Permission permission;

  Login(Session session, TokenData token, TokenFaults faults, Signing.Permission permission) {
    this.session = session;
    this.token = token;
    this.faults = faults;
    this.permission = permission;
  }

  boolean withdrawn() {
    return permission.withdrawn().getAsBoolean();
  }

  /** The owner's login; what stood in the way, if anything did. */
  Optional<ModuleAnswer> asOwner(Signing.Telling telling) throws IOException {
    if (!token.loginRequired()) {
      return Optional.empty();
    }
    if (token.locked()) {
      return failed(ModuleFault.PIN_LOCKED);
    } else if (!token.pinSet()) {
      return failed(ModuleFault.NO_PIN_SET);
    } else if (token.pinToBeChanged()) {
      return failed(ModuleFault.PIN_CHANGE_NEEDED);
    } else if (permission.pin().isPresent() && !canBeThePin(permission.pin().get().length)) {
      return Optional.of(faults.wrongPin("")); // not sent, so it costs no try
    }
    return once(User.OWNER, telling);
  }

  /** A length that the token would refuse. Limits that make no sense are not held against it. */
  private boolean canBeThePin(int length) {
    long longest = token.longestPin();
    return longest <= 0
        || token.shortestPin() > longest
        || (length >= token.shortestPin() && length <= longest);
  }

  /** Logs in as this user, with the PIN or at the pad, exactly once. */
  Optional<ModuleAnswer> once(User user, Signing.Telling telling) throws IOException {
    if (!token.pinPad() && permission.pin().isEmpty()) {
      return failed(ModuleFault.PIN_REQUIRED); // without a pad, nothing in place of a PIN is sent
    }
    telling.tell(token.pinPad() ? Step.WAITING_AT_PIN_PAD : Step.CHECKING_PIN);
    try {
      session.login(user, token.pinPad() ? Optional.empty() : permission.pin());
      return Optional.empty();
    } catch (ModuleErrorException refused) {
      return Optional.of(faults.loginFailed(refused));
    }
  }

  private static Optional<ModuleAnswer> failed(ModuleFault fault) {
    return Optional.of(new Failed(fault, ""));
  }

  /** Logs out. With a card that is gone this can only fail, and the session is closed anyway. */
  void end() {
    try {
      if (token.loginRequired()) {
        session.logout();
      }
    } catch (ModuleErrorException gone) {
      return;
    }
  }
}
