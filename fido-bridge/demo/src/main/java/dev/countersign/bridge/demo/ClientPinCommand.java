package dev.countersign.bridge.demo;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** authenticatorClientPIN (CTAP 2.1 §6.5) with protocol two; holds the token it gave out. */
final class ClientPinCommand {

  private static final int PADDED_PIN = 64;
  private static final int SHORTEST_PIN = 4;

  private final DemoPin pin;
  private final PinProtocolTwo protocol = new PinProtocolTwo();
  private Optional<PinToken> token = Optional.empty();

  ClientPinCommand(DemoPin pin) {
    this.pin = pin;
  }

  /** Forgets what a key forgets without power. */
  void powerUp() {
    pin.powerUp();
    protocol.regenerate();
    token = Optional.empty();
  }

  /** The token in use. */
  Optional<PinToken> token() {
    return token;
  }

  Map<Object, Object> run(CtapParameters parameters) throws CtapErrorException {
    int subCommand = parameters.required(2, Long.class).intValue();
    if (subCommand != 1 && parameters.required(1, Long.class) != PinProtocolTwo.VERSION) {
      throw new CtapErrorException(CtapErrorException.INVALID_PARAMETER);
    }
    return switch (subCommand) {
      case 1 -> Map.of(3, pin.triesLeft(), 4, pin.needsPowerCycle());
      case 2 -> Map.of(1, protocol.keyAgreement());
      case 3 -> setPin(parameters);
      case 5 -> tokenForBoth(parameters);
      case 9 -> tokenWithPermissions(parameters);
      default -> throw new CtapErrorException(CtapErrorException.INVALID_SUBCOMMAND);
    };
  }

  private Map<Object, Object> setPin(CtapParameters parameters) throws CtapErrorException {
    byte[] newPinEnc = parameters.required(5, byte[].class);
    byte[] param = parameters.required(4, byte[].class);
    PinProtocolTwo.Shared shared = protocol.decapsulate(platformKey(parameters));
    if (pin.isSet() || !shared.authentic(newPinEnc, param)) {
      throw new CtapErrorException(CtapErrorException.PIN_AUTH_INVALID);
    }
    byte[] padded = shared.decrypt(newPinEnc, PADDED_PIN);
    int length = 0;
    while (length < PADDED_PIN && padded[length] != 0) {
      length++;
    }
    byte[] utf8 = Arrays.copyOf(padded, length);
    int characters = new String(utf8, StandardCharsets.UTF_8).codePoints().toArray().length;
    if (length == PADDED_PIN || characters < SHORTEST_PIN) {
      throw new CtapErrorException(CtapErrorException.PIN_POLICY_VIOLATION);
    }
    pin.set(utf8);
    return Map.of();
  }

  private Map<Object, Object> tokenForBoth(CtapParameters parameters) throws CtapErrorException {
    boolean more =
        parameters.optional(9, Long.class).isPresent()
            || parameters.optional(10, String.class).isPresent();
    if (more) {
      throw new CtapErrorException(CtapErrorException.INVALID_PARAMETER);
    }
    return giveToken(
        parameters,
        new PinToken(PinToken.MAKE_CREDENTIAL | PinToken.GET_ASSERTION, Optional.empty()));
  }

  private Map<Object, Object> tokenWithPermissions(CtapParameters parameters)
      throws CtapErrorException {
    long permissions = parameters.required(9, Long.class);
    if (permissions == 0) {
      throw new CtapErrorException(CtapErrorException.INVALID_PARAMETER);
    } else if ((permissions & ~(PinToken.MAKE_CREDENTIAL | PinToken.GET_ASSERTION)) != 0) {
      throw new CtapErrorException(CtapErrorException.UNAUTHORIZED_PERMISSION);
    }
    String rpId = parameters.required(10, String.class);
    return giveToken(parameters, new PinToken((int) permissions, Optional.of(rpId)));
  }

  private Map<Object, Object> giveToken(CtapParameters parameters, PinToken fresh)
      throws CtapErrorException {
    byte[] pinHashEnc = parameters.required(6, byte[].class);
    pin.requireTriable();
    PinProtocolTwo.Shared shared = protocol.decapsulate(platformKey(parameters));
    try {
      pin.check(shared.decrypt(pinHashEnc, DemoPin.HASH));
    } catch (CtapErrorException wrong) {
      protocol.regenerate();
      throw wrong;
    }
    token = Optional.of(fresh);
    return Map.of(2, shared.encrypt(fresh.value()));
  }

  private static CtapParameters platformKey(CtapParameters parameters) throws CtapErrorException {
    return CtapParameters.of(parameters.required(3, Map.class));
  }
}
