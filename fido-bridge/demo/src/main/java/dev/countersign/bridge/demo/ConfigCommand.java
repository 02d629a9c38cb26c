package dev.countersign.bridge.demo;

import java.util.Arrays;
import java.util.Map;

/** authenticatorConfig (CTAP 2.1 §6.11): alwaysUv and the least PIN length. */
final class ConfigCommand {

  private static final byte COMMAND = 0x0d;

  private final UserGate gate;
  private final ClientPinCommand clientPin;
  private final DemoPin pin;

  ConfigCommand(UserGate gate, ClientPinCommand clientPin, DemoPin pin) {
    this.gate = gate;
    this.clientPin = clientPin;
    this.pin = pin;
  }

  Map<Object, Object> run(CtapParameters parameters) throws CtapErrorException {
    int subCommand = parameters.required(1, Long.class).intValue();
    if (gate.isProtected() || gate.alwaysUv()) {
      authorise(parameters, subCommand);
    }
    switch (subCommand) {
      case 2 -> gate.alwaysUv(!gate.alwaysUv());
      case 3 -> setMinimum(parameters.nested(2));
      default -> throw new CtapErrorException(CtapErrorException.INVALID_SUBCOMMAND);
    }
    return Map.of();
  }

  private void authorise(CtapParameters parameters, int subCommand) throws CtapErrorException {
    byte[] param =
        parameters
            .optional(4, byte[].class)
            .orElseThrow(() -> new CtapErrorException(CtapErrorException.PUAT_REQUIRED));
    byte[] start = new byte[34];
    Arrays.fill(start, (byte) 0xff);
    start[32] = COMMAND;
    start[33] = (byte) subCommand;
    byte[] details = parameters.optional(2, Map.class).map(CborEncoder::encode).orElse(new byte[0]);
    clientPin
        .token()
        .authorise(
            PinToken.AUTHENTICATOR_CONFIG,
            clientPin.version(parameters, 3),
            Concatenation.of(start, details),
            param);
  }

  private void setMinimum(CtapParameters details) throws CtapErrorException {
    int least = details.optional(1, Long.class).orElse((long) pin.shortest()).intValue();
    boolean force = details.optional(3, Boolean.class).orElse(false);
    if (force && !pin.isSet()) {
      throw new CtapErrorException(CtapErrorException.PIN_NOT_SET);
    }
    pin.shortest(least, force);
    if (pin.mustChange()) {
      clientPin.forgetToken();
    }
  }
}
