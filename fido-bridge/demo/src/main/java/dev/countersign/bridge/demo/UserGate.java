package dev.countersign.bridge.demo;

import java.util.Optional;

/**
 * Whether the owner is verified, in makeCredential and getAssertion (CTAP 2.1 §6.1.2 and §6.2.2,
 * the steps they share).
 */
final class UserGate {

  private final DemoPin pin;
  private final BuiltInVerification builtIn;
  private final ClientPinCommand clientPin;
  private boolean alwaysUv;

  UserGate(DemoPin pin, BuiltInVerification builtIn, ClientPinCommand clientPin) {
    this.pin = pin;
    this.builtIn = builtIn;
    this.clientPin = clientPin;
  }

  boolean alwaysUv() {
    return alwaysUv;
  }

  void alwaysUv(boolean always) {
    alwaysUv = always;
  }

  /** Whether there is a way to verify the owner. */
  boolean isProtected() {
    return pin.isSet() || builtIn.isPresent();
  }

  /**
   * Verifies the owner as far as the command asks for it.
   *
   * @param paramKey where pinUvAuthParam is; its protocol is in the next one
   * @param must whether the command is refused without verification
   */
  Owner verify(
      CtapParameters parameters, int paramKey, Binding binding, boolean must, UserPresence presence)
      throws CtapErrorException {
    Optional<byte[]> param = parameters.optional(paramKey, byte[].class);
    if (param.isPresent()) {
      requireNoProbe(param.get(), presence);
      int version = clientPin.version(parameters, paramKey + 1);
      PinToken token = clientPin.token();
      token.authorise(binding.permission(), version, binding.rpId(), binding.hash(), param.get());
      return new Owner(true, token.touched(), Optional.of(token));
    }
    boolean asked = binding.options().optional("uv", Boolean.class).orElse(false);
    if (asked && !builtIn.isPresent()) {
      throw new CtapErrorException(CtapErrorException.INVALID_OPTION);
    } else if (asked || (must && builtIn.isUsable())) {
      verifyByFinger(presence);
      return new Owner(true, true, Optional.empty());
    } else if (must) {
      throw new CtapErrorException(CtapErrorException.PUAT_REQUIRED);
    }
    return new Owner(false, false, Optional.empty());
  }

  /** An empty parameter asks for a touch only: how a platform lets the owner choose a key. */
  private void requireNoProbe(byte[] param, UserPresence presence) throws CtapErrorException {
    if (param.length == 0) {
      presence.require();
      throw new CtapErrorException(
          pin.isSet() ? CtapErrorException.PIN_INVALID : CtapErrorException.PIN_NOT_SET);
    }
  }

  private void verifyByFinger(UserPresence presence) throws CtapErrorException {
    try {
      builtIn.verify(presence);
    } catch (CtapErrorException failed) {
      boolean wrong =
          failed.status() == CtapErrorException.UV_INVALID
              || failed.status() == CtapErrorException.UV_BLOCKED;
      if (!wrong) {
        throw failed;
      }
      throw new CtapErrorException(
          pin.isSet() ? CtapErrorException.PUAT_REQUIRED : CtapErrorException.OPERATION_DENIED);
    }
  }

  /**
   * What a proof of verification is for.
   *
   * @param hash of the client data
   * @param options of the command
   */
  // Never compared.
  @SuppressWarnings("ArrayRecordComponent")
  record Binding(int permission, String rpId, byte[] hash, CtapParameters options) {}
}
