package dev.countersign.bridge.pkcs11.module;

import dev.countersign.bridge.pkcs11.binding.Cryptoki;
import dev.countersign.bridge.pkcs11.binding.MalformedModuleException;
import dev.countersign.bridge.pkcs11.binding.ModuleErrorException;
import dev.countersign.bridge.pkcs11.binding.TokenData;
import dev.countersign.bridge.pkcs11.wire.ModuleAnswer;
import dev.countersign.bridge.pkcs11.wire.PinFlags;
import dev.countersign.bridge.pkcs11.wire.SlotState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tokens that a module sees now. */
final class Tokens {

  private final Cryptoki module;

  Tokens(Cryptoki module) {
    this.module = module;
  }

  ModuleAnswer list() throws ModuleErrorException, MalformedModuleException {
    List<SlotState> slots = new ArrayList<>();
    for (long slot : module.slotsWithToken()) {
      state(slot).ifPresent(slots::add);
    }
    return new ModuleAnswer.Slots(List.copyOf(slots));
  }

  /** Empty for one that is not ready: just pulled out, not recognised, never initialised. */
  private Optional<SlotState> state(long slot) {
    try {
      TokenData token = module.token(slot);
      return token.initialized()
          ? Optional.of(
              new SlotState(
                  slot,
                  module.slotDescription(slot),
                  token.label(),
                  token.manufacturer(),
                  token.model(),
                  token.serial()))
          : Optional.empty();
    } catch (ModuleErrorException notReady) {
      // One token's trouble must not hide the others; it is asked again at the next look.
      return Optional.empty();
    }
  }

  static PinFlags pin(TokenData token) {
    PinFlags.Tries tries =
        token.locked()
            ? PinFlags.Tries.LOCKED
            : token.lastTry()
                ? PinFlags.Tries.LAST
                : token.someTriesUsed() ? PinFlags.Tries.LOW : PinFlags.Tries.ENOUGH;
    return new PinFlags(
        token.pinPad(),
        token.pinSet(),
        token.pinToBeChanged(),
        tries,
        token.shortestPin(),
        token.longestPin());
  }
}
