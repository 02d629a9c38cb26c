package dev.countersign.bridge.pkcs11.module;

import dev.countersign.bridge.pkcs11.binding.Cryptoki;
import dev.countersign.bridge.pkcs11.binding.MalformedModuleException;
import dev.countersign.bridge.pkcs11.binding.ModuleErrorException;
import dev.countersign.bridge.pkcs11.binding.Rv;
import dev.countersign.bridge.pkcs11.binding.TokenData;
import dev.countersign.bridge.pkcs11.wire.ModuleAnswer;
import dev.countersign.bridge.pkcs11.wire.ModuleFault;
import java.util.concurrent.TimeUnit;

/** Error codes as faults. What a code means depends on whether the token is still there. */
final class TokenFaults {

  /**
   * A reader notices that its card is gone up to 400 ms after commands to it began to fail (pcscd
   * looks that often); until then the module's error says nothing.
   */
  private static final long NOTICED_MILLIS = 800;

  private static final long LOOK_MILLIS = 100;

  private final Cryptoki module;
  private final long slot;

  TokenFaults(Cryptoki module, long slot) {
    this.module = module;
    this.slot = slot;
  }

  /** An error of anything but a login. */
  ModuleAnswer failed(ModuleErrorException error) {
    ModuleFault fault = fault(error.code());
    return new ModuleAnswer.Failed(
        fault == ModuleFault.TOKEN_ERROR && !stays() ? ModuleFault.REMOVED : fault,
        String.valueOf(error.getMessage()));
  }

  private static ModuleFault fault(long code) {
    if (code == Rv.DEVICE_REMOVED
        || code == Rv.TOKEN_NOT_PRESENT
        || code == Rv.TOKEN_NOT_RECOGNIZED
        || code == Rv.SLOT_ID_INVALID) {
      return ModuleFault.REMOVED;
    } else if (code == Rv.CANCEL || code == Rv.FUNCTION_CANCELED || code == Rv.FUNCTION_REJECTED) {
      return ModuleFault.REFUSED;
    } else if (code == Rv.MECHANISM_INVALID || code == Rv.MECHANISM_PARAM_INVALID) {
      return ModuleFault.NOT_SUPPORTED;
    } else if (code == Rv.SESSION_COUNT || code == Rv.USER_ANOTHER_ALREADY_LOGGED_IN) {
      return ModuleFault.IN_USE;
    }
    return ModuleFault.TOKEN_ERROR;
  }

  /** An error of a login; flags are read anew, because they may have changed by it. */
  ModuleAnswer loginFailed(ModuleErrorException error) {
    long code = error.code();
    String detail = String.valueOf(error.getMessage());
    if (code == Rv.PIN_INCORRECT || code == Rv.PIN_INVALID || code == Rv.PIN_LEN_RANGE) {
      return wrongPin(detail);
    } else if (code == Rv.PIN_LOCKED) {
      return new ModuleAnswer.Failed(ModuleFault.PIN_LOCKED, detail);
    } else if (code == Rv.PIN_EXPIRED) {
      return new ModuleAnswer.Failed(ModuleFault.PIN_CHANGE_NEEDED, detail);
    } else if (code == Rv.USER_PIN_NOT_INITIALIZED) {
      return new ModuleAnswer.Failed(ModuleFault.NO_PIN_SET, detail);
    }
    return failed(error);
  }

  /** For a PIN that the token said no to, or would. */
  ModuleAnswer wrongPin(String detail) {
    ModuleFault fault;
    try {
      TokenData token = module.token(slot);
      fault =
          token.locked()
              ? ModuleFault.PIN_LOCKED
              : token.lastTry() ? ModuleFault.WRONG_PIN_LAST_TRY_LEFT : ModuleFault.WRONG_PIN;
    } catch (ModuleErrorException notTold) {
      fault = ModuleFault.WRONG_PIN;
    }
    return new ModuleAnswer.Failed(fault, detail);
  }

  /** Whether the token is there now, and after the time in which its removal would be noticed. */
  private boolean stays() {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(NOTICED_MILLIS);
    while (stillThere()) {
      if (System.nanoTime() - end >= 0) {
        return true;
      }
      try {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
        return true;
      }
    }
    return false;
  }

  private boolean stillThere() {
    try {
      return module.slotsWithToken().contains(slot) && module.token(slot).initialized();
    } catch (ModuleErrorException | MalformedModuleException notTold) {
      return false;
    }
  }
}
