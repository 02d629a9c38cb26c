package dev.countersign.bridge.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** authenticatorClientPIN (CTAP 2.1 §6.5); holds the token it gave out. */
final class ClientPinCommand {

  private static final int PADDED_PIN = 64;

  private final DemoKeyModel model;
  private final DemoPin pin;
  private final BuiltInVerification builtIn;
  private final Map<Integer, PinProtocol> protocols = new LinkedHashMap<>();
  private Optional<PinToken> token = Optional.empty();

  ClientPinCommand(DemoKeyModel model, DemoPin pin, BuiltInVerification builtIn) {
    this.model = model;
    this.pin = pin;
    this.builtIn = builtIn;
    model.pinProtocols().forEach(version -> protocols.put(version, PinProtocol.of(version)));
  }

  /** Forgets what a key forgets without power. */
  void powerUp() {
    pin.powerUp();
    forgetToken();
  }

  /** After a reset or a new PIN. */
  void forgetToken() {
    protocols.values().forEach(PinProtocol::regenerate);
    token = Optional.empty();
  }

  /**
   * The token in use.
   *
   * @throws CtapErrorException when none is
   */
  PinToken token() throws CtapErrorException {
    return token.orElseThrow(() -> new CtapErrorException(CtapErrorException.PIN_AUTH_INVALID));
  }

  /** The protocol version that a parameter names. */
  int version(CtapParameters parameters, int key) throws CtapErrorException {
    return protocol(parameters, key).version();
  }

  private PinProtocol protocol(CtapParameters parameters, int key) throws CtapErrorException {
    PinProtocol named = protocols.get(parameters.required(key, Long.class).intValue());
    if (named == null) {
      throw new CtapErrorException(CtapErrorException.INVALID_PARAMETER);
    }
    return named;
  }

  Map<Object, Object> run(CtapParameters parameters, UserPresence presence)
      throws CtapErrorException {
    int subCommand = parameters.required(2, Long.class).intValue();
    return switch (subCommand) {
      case 1 -> Map.of(3, pin.triesLeft(), 4, pin.needsPowerCycle());
      case 2 -> Map.of(1, protocol(parameters, 1).keyAgreement());
      case 3 -> setPin(parameters);
      case 4 -> changePin(parameters);
      case 5 -> tokenForBoth(parameters);
      case 6 -> tokenByFinger(parameters, presence);
      case 7 -> uvTries();
      case 9 -> tokenWithPermissions(parameters);
      default -> throw new CtapErrorException(CtapErrorException.INVALID_SUBCOMMAND);
    };
  }

  private Map<Object, Object> uvTries() throws CtapErrorException {
    if (!builtIn.isPresent()) {
      throw new CtapErrorException(CtapErrorException.INVALID_SUBCOMMAND);
    }
    return Map.of(5, builtIn.triesLeft());
  }

  private Map<Object, Object> setPin(CtapParameters parameters) throws CtapErrorException {
    PinProtocol protocol = protocol(parameters, 1);
    byte[] newPinEnc = parameters.required(5, byte[].class);
    byte[] param = parameters.required(4, byte[].class);
    PinProtocol.Shared shared = protocol.decapsulate(platformKey(parameters));
    if (pin.isSet() || !shared.authentic(newPinEnc, param)) {
      throw new CtapErrorException(CtapErrorException.PIN_AUTH_INVALID);
    }
    pin.setPadded(shared.decrypt(newPinEnc, PADDED_PIN));
    return Map.of();
  }

  private Map<Object, Object> changePin(CtapParameters parameters) throws CtapErrorException {
    PinProtocol protocol = protocol(parameters, 1);
    byte[] newPinEnc = parameters.required(5, byte[].class);
    byte[] pinHashEnc = parameters.required(6, byte[].class);
    byte[] param = parameters.required(4, byte[].class);
    pin.requireTriable();
    PinProtocol.Shared shared = protocol.decapsulate(platformKey(parameters));
    if (!shared.authentic(Concatenation.of(newPinEnc, pinHashEnc), param)) {
      throw new CtapErrorException(CtapErrorException.PIN_AUTH_INVALID);
    }
    check(protocol, shared, pinHashEnc);
    pin.setPadded(shared.decrypt(newPinEnc, PADDED_PIN));
    forgetToken();
    return Map.of();
  }

  private Map<Object, Object> tokenForBoth(CtapParameters parameters) throws CtapErrorException {
    PinProtocol protocol = protocol(parameters, 1);
    boolean more =
        parameters.optional(9, Long.class).isPresent()
            || parameters.optional(10, String.class).isPresent();
    if (more) {
      throw new CtapErrorException(CtapErrorException.INVALID_PARAMETER);
    }
    return giveToken(
        parameters,
        protocol,
        new PinToken(
            protocol, PinToken.MAKE_CREDENTIAL | PinToken.GET_ASSERTION, Optional.empty(), false));
  }

  private Map<Object, Object> tokenWithPermissions(CtapParameters parameters)
      throws CtapErrorException {
    requirePermissionsKnown();
    PinProtocol protocol = protocol(parameters, 1);
    return giveToken(parameters, protocol, requestedToken(parameters, protocol, false));
  }

  private Map<Object, Object> tokenByFinger(CtapParameters parameters, UserPresence presence)
      throws CtapErrorException {
    requirePermissionsKnown();
    PinProtocol protocol = protocol(parameters, 1);
    PinToken fresh = requestedToken(parameters, protocol, true);
    PinProtocol.Shared shared = protocol.decapsulate(platformKey(parameters));
    if (!builtIn.isPresent()) {
      throw new CtapErrorException(CtapErrorException.NOT_ALLOWED);
    }
    builtIn.verify(presence);
    token = Optional.of(fresh);
    return Map.of(2, shared.encrypt(fresh.value()));
  }

  private void requirePermissionsKnown() throws CtapErrorException {
    if (!model.hasTokensWithPermissions()) {
      throw new CtapErrorException(CtapErrorException.INVALID_SUBCOMMAND);
    }
  }

  private static PinToken requestedToken(
      CtapParameters parameters, PinProtocol protocol, boolean touched) throws CtapErrorException {
    long permissions = parameters.required(9, Long.class);
    Optional<String> rpId = parameters.optional(10, String.class);
    boolean forRelyingParty =
        (permissions & (PinToken.MAKE_CREDENTIAL | PinToken.GET_ASSERTION)) != 0;
    if (permissions == 0) {
      throw new CtapErrorException(CtapErrorException.INVALID_PARAMETER);
    } else if ((permissions & ~PinToken.ALL) != 0) {
      throw new CtapErrorException(CtapErrorException.UNAUTHORIZED_PERMISSION);
    } else if (forRelyingParty && rpId.isEmpty()) {
      throw new CtapErrorException(CtapErrorException.MISSING_PARAMETER);
    }
    return new PinToken(protocol, (int) permissions, rpId, touched);
  }

  private Map<Object, Object> giveToken(
      CtapParameters parameters, PinProtocol protocol, PinToken fresh) throws CtapErrorException {
    byte[] pinHashEnc = parameters.required(6, byte[].class);
    pin.requireTriable();
    PinProtocol.Shared shared = protocol.decapsulate(platformKey(parameters));
    check(protocol, shared, pinHashEnc);
    if (pin.mustChange()) {
      throw new CtapErrorException(CtapErrorException.PIN_POLICY_VIOLATION);
    }
    token = Optional.of(fresh);
    return Map.of(2, shared.encrypt(fresh.value()));
  }

  private void check(PinProtocol protocol, PinProtocol.Shared shared, byte[] pinHashEnc)
      throws CtapErrorException {
    try {
      pin.check(shared.decrypt(pinHashEnc, DemoPin.HASH));
      builtIn.giveBackTries();
    } catch (CtapErrorException wrong) {
      protocol.regenerate();
      throw wrong;
    }
  }

  private static CtapParameters platformKey(CtapParameters parameters) throws CtapErrorException {
    return CtapParameters.of(parameters.required(3, Map.class));
  }

  /** What getInfo lists, in order of preference. */
  List<Integer> protocolVersions() {
    return List.copyOf(protocols.keySet());
  }
}
