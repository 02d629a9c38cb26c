package dev.countersign.bridge.demo;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The CTAP2 authenticator of one demo key. It runs one command at a time. */
final class DemoAuthenticator {

  static final int ES256 = -7;
  static final int LONGEST_MESSAGE = 2048;

  private static final int LONGEST_ID = 128;
  private static final int FINGERPRINT = 0x02;

  /** A reset is taken only so soon after power came (CTAP 2.1 §6.6). */
  private static final long RESET_WITHIN_NANOS = Duration.ofSeconds(10).toNanos();

  private final DemoKeyModel model;
  private final byte[] aaguid;
  private final DemoPin pin;
  private final BuiltInVerification builtIn;
  private final DemoCredentials credentials;
  private final ClientPinCommand clientPin;
  private final UserGate gate;
  private final MakeCredentialCommand makeCredential;
  private final GetAssertionCommand getAssertion;
  private final CredentialManagementCommand management;
  private final ConfigCommand config;
  private final U2fCommands u2f;
  private long poweredAt = System.nanoTime();

  DemoAuthenticator(DemoKeyModel model, DemoAttestation attestation, byte[] aaguid, DemoPin pin) {
    this.model = model;
    this.aaguid = aaguid.clone();
    this.pin = pin;
    this.builtIn = new BuiltInVerification(model.fingerprint());
    this.credentials = new DemoCredentials(model.slots());
    this.clientPin = new ClientPinCommand(model, pin, builtIn);
    this.gate = new UserGate(pin, builtIn, clientPin);
    this.makeCredential = new MakeCredentialCommand(model, attestation, aaguid, gate, credentials);
    this.getAssertion = new GetAssertionCommand(gate, credentials);
    this.management = new CredentialManagementCommand(clientPin, credentials);
    this.config = new ConfigCommand(gate, clientPin, pin);
    this.u2f = new U2fCommands(attestation, credentials);
    gate.alwaysUv(model.alwaysUv());
  }

  synchronized Map<Object, Object> save() {
    return Map.of(
        "pin", pin.save(), "credentials", credentials.save(), "alwaysUv", gate.alwaysUv());
  }

  synchronized void restore(CtapParameters saved) throws CtapErrorException {
    pin.restore(saved.nested("pin"));
    credentials.restore(saved.nested("credentials"));
    gate.alwaysUv(saved.required("alwaysUv", Boolean.class));
  }

  synchronized void powerUp() {
    clientPin.powerUp();
    getAssertion.forget();
    management.forget();
    poweredAt = System.nanoTime();
  }

  DemoKeyModel model() {
    return model;
  }

  void finger(DemoFinger finger) {
    builtIn.finger(finger);
  }

  int fingerTriesLeft() {
    return builtIn.triesLeft();
  }

  /** A CTAP1 answer: data and status word. */
  synchronized byte[] runU2f(byte[] request, boolean touched) {
    return u2f.run(request, touched);
  }

  /** A status byte and, on success, what the command gives. */
  synchronized byte[] run(byte[] request, UserPresence presence) {
    try {
      return Concatenation.of(new byte[1], answer(request, presence));
    } catch (CtapErrorException refused) {
      return new byte[] {(byte) refused.status()};
    }
  }

  private byte[] answer(byte[] request, UserPresence presence) throws CtapErrorException {
    if (request.length == 0 || request.length > LONGEST_MESSAGE) {
      throw new CtapErrorException(CtapErrorException.INVALID_LENGTH);
    }
    CtapParameters parameters = CtapParameters.parse(request);
    forgetUnless(request[0]);
    Map<Object, Object> answer =
        switch (request[0]) {
          case 0x01 -> makeCredential.run(parameters, presence);
          case 0x02 -> getAssertion.run(parameters, presence);
          case 0x04 -> info();
          case 0x06 -> clientPin.run(parameters, presence);
          case 0x07 -> reset(presence);
          case 0x08 -> getAssertion.next();
          // Clients of CTAP 2.0's preview, such as libfido2 before 1.13, know only the second
          // number.
          case 0x0a, 0x41 -> newer(() -> management.run(parameters));
          case 0x0b -> newer(() -> select(presence));
          case 0x0d -> newer(() -> config.run(parameters));
          default -> throw new CtapErrorException(CtapErrorException.INVALID_COMMAND);
        };
    return answer.isEmpty() ? new byte[0] : CborEncoder.encode(answer);
  }

  /** What is fetched piece by piece is lost when another command comes between. */
  private void forgetUnless(byte command) {
    if (command != 0x08) {
      getAssertion.forget();
    }
    if (command != 0x0a && command != 0x41) {
      management.forget();
    }
  }

  private Map<Object, Object> newer(Command command) throws CtapErrorException {
    if (!model.hasTokensWithPermissions()) {
      throw new CtapErrorException(CtapErrorException.INVALID_COMMAND);
    }
    return command.run();
  }

  private static Map<Object, Object> select(UserPresence presence) throws CtapErrorException {
    presence.require();
    return Map.of();
  }

  private Map<Object, Object> reset(UserPresence presence) throws CtapErrorException {
    if (System.nanoTime() - poweredAt > RESET_WITHIN_NANOS) {
      throw new CtapErrorException(CtapErrorException.NOT_ALLOWED);
    }
    presence.require();
    pin.clear();
    builtIn.giveBackTries();
    credentials.clear();
    clientPin.forgetToken();
    gate.alwaysUv(model.alwaysUv());
    return Map.of();
  }

  private Map<Object, Object> info() {
    Map<Object, Object> info = new LinkedHashMap<>();
    info.put(1, versions());
    info.put(2, List.of(MakeCredentialCommand.CRED_PROTECT));
    info.put(3, aaguid);
    info.put(4, options());
    info.put(5, LONGEST_MESSAGE);
    info.put(6, clientPin.protocolVersions());
    if (model.hasTokensWithPermissions()) {
      info.put(7, CommandChecks.MOST_IDS);
      info.put(8, LONGEST_ID);
      info.put(9, List.of("usb"));
      info.put(10, List.of(Map.of("type", "public-key", "alg", ES256)));
      info.put(12, pin.mustChange());
      info.put(13, pin.shortest());
      info.put(14, 1);
      if (builtIn.isPresent()) {
        info.put(18, FINGERPRINT);
      }
      info.put(20, credentials.slotsLeft());
    }
    if (model.generation() == DemoKeyModel.Generation.CTAP2_2) {
      info.put(22, List.of("packed"));
      info.put(24, false);
      info.put(26, List.of("usb"));
      info.put(27, false);
      info.put(29, DemoPin.LONGEST_UTF8);
    }
    return info;
  }

  private List<String> versions() {
    return switch (model.generation()) {
      case U2F -> List.of("U2F_V2");
      case CTAP2_0 -> List.of("FIDO_2_0");
      case CTAP2_1 -> List.of("FIDO_2_0", "FIDO_2_1");
      case CTAP2_2 -> List.of("FIDO_2_0", "FIDO_2_1", "FIDO_2_2");
    };
  }

  private Map<Object, Object> options() {
    Map<Object, Object> options = new LinkedHashMap<>();
    options.put("rk", true);
    options.put("up", true);
    options.put("plat", false);
    options.put("clientPin", pin.isSet());
    if (builtIn.isPresent()) {
      options.put("uv", true);
    }
    if (model.hasTokensWithPermissions()) {
      options.put("pinUvAuthToken", true);
      options.put("alwaysUv", gate.alwaysUv());
      options.put("makeCredUvNotRqd", !gate.alwaysUv());
      options.put("credMgmt", true);
      options.put("credentialMgmtPreview", true);
      options.put("authnrCfg", true);
      options.put("setMinPINLength", true);
    }
    return options;
  }

  @FunctionalInterface
  private interface Command {
    Map<Object, Object> run() throws CtapErrorException;
  }
}
