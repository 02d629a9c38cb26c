package dev.countersign.bridge.demo;

import java.security.KeyPair;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The CTAP2 authenticator of one demo key. It always wants its user verified (option alwaysUv),
 * keeps no discoverable credentials, and runs one command at a time.
 */
final class DemoAuthenticator {

  static final int ES256 = -7;
  static final int LONGEST_MESSAGE = 2048;

  private static final int CLIENT_DATA_HASH = 32;
  private static final int MOST_IDS = 16;
  private static final String CRED_PROTECT = "credProtect";

  private final DemoAttestation attestation;
  private final byte[] aaguid;
  private final DemoPin pin;
  private final ClientPinCommand clientPin;
  private final DemoCredentials credentials = new DemoCredentials();

  DemoAuthenticator(DemoAttestation attestation, byte[] aaguid, DemoPin pin) {
    this.attestation = attestation;
    this.aaguid = aaguid.clone();
    this.pin = pin;
    this.clientPin = new ClientPinCommand(pin);
  }

  synchronized Map<Object, Object> save() {
    return Map.of("pin", pin.save(), "credentials", credentials.save());
  }

  synchronized void restore(CtapParameters saved) throws CtapErrorException {
    pin.restore(saved.nested("pin"));
    credentials.restore(saved.nested("credentials"));
  }

  synchronized void powerUp() {
    clientPin.powerUp();
  }

  /** A status byte and, on success, what the command gives. */
  synchronized byte[] run(byte[] request, UserPresence presence) {
    try {
      byte[] answer = answer(request, presence);
      byte[] out = new byte[1 + answer.length];
      System.arraycopy(answer, 0, out, 1, answer.length);
      return out;
    } catch (CtapErrorException refused) {
      return new byte[] {(byte) refused.status()};
    }
  }

  private byte[] answer(byte[] request, UserPresence presence) throws CtapErrorException {
    if (request.length == 0 || request.length > LONGEST_MESSAGE) {
      throw new CtapErrorException(CtapErrorException.INVALID_LENGTH);
    }
    CtapParameters parameters = CtapParameters.parse(request);
    Map<Object, Object> answer =
        switch (request[0]) {
          case 1 -> makeCredential(parameters, presence);
          case 2 -> getAssertion(parameters, presence);
          case 4 -> info();
          case 6 -> clientPin.run(parameters);
          default -> throw new CtapErrorException(CtapErrorException.INVALID_COMMAND);
        };
    return answer.isEmpty() ? new byte[0] : CborEncoder.encode(answer);
  }

  private Map<Object, Object> info() {
    Map<Object, Object> info = new LinkedHashMap<>();
    info.put(1, List.of("FIDO_2_0", "FIDO_2_1"));
    info.put(2, List.of(CRED_PROTECT));
    info.put(3, aaguid);
    info.put(
        4, Map.of("up", true, "clientPin", pin.isSet(), "pinUvAuthToken", true, "alwaysUv", true));
    info.put(5, LONGEST_MESSAGE);
    info.put(6, List.of(PinProtocolTwo.VERSION));
    info.put(7, MOST_IDS);
    info.put(8, 128);
    info.put(9, List.of("usb"));
    info.put(10, List.of(Map.of("type", "public-key", "alg", ES256)));
    return info;
  }

  /** CTAP 2.1 §6.1.2. */
  private Map<Object, Object> makeCredential(CtapParameters parameters, UserPresence presence)
      throws CtapErrorException {
    byte[] hash = clientDataHash(parameters, 1);
    String rpId = parameters.nested(2).required("id", String.class);
    parameters.nested(3).required("id", byte[].class);
    requireEs256(parameters.list(4));
    requireOptions(parameters.nested(7), false);
    Optional<Long> credProtect = credProtect(parameters.nested(6));
    PinToken token = verifiedUser(parameters, 8, PinToken.MAKE_CREDENTIAL, rpId, hash);
    Optional<DemoCredentials.Credential> excluded = credentials.find(rpId, idList(parameters, 5));
    presence.require();
    token.spend();
    if (excluded.isPresent()) {
      throw new CtapErrorException(CtapErrorException.CREDENTIAL_EXCLUDED);
    }
    return created(rpId, hash, credProtect);
  }

  private Map<Object, Object> created(String rpId, byte[] hash, Optional<Long> credProtect) {
    KeyPair key = P256.generate();
    DemoCredentials.Credential credential = credentials.create(rpId, key.getPrivate());
    byte[] authData =
        AuthenticatorData.attested(
            rpId,
            credentials.nextCount(),
            aaguid,
            credential.idBytes(),
            CborEncoder.encode(P256.cose(key.getPublic(), ES256)),
            credProtect
                .map(level -> CborEncoder.encode(Map.of(CRED_PROTECT, level)))
                .orElse(new byte[0]));
    byte[] signature = attestation.sign(authData, hash);
    return Map.of(
        1,
        "packed",
        2,
        authData,
        3,
        Map.of("alg", ES256, "sig", signature, "x5c", List.of(attestation.leafDer())));
  }

  /** CTAP 2.1 §6.2.2. */
  private Map<Object, Object> getAssertion(CtapParameters parameters, UserPresence presence)
      throws CtapErrorException {
    String rpId = parameters.required(1, String.class);
    byte[] hash = clientDataHash(parameters, 2);
    requireOptions(parameters.nested(5), true);
    PinToken token = verifiedUser(parameters, 6, PinToken.GET_ASSERTION, rpId, hash);
    DemoCredentials.Credential credential =
        credentials
            .find(rpId, idList(parameters, 3))
            .orElseThrow(() -> new CtapErrorException(CtapErrorException.NO_CREDENTIALS));
    presence.require();
    token.spend();
    byte[] authData = AuthenticatorData.plain(rpId, credentials.nextCount());
    return Map.of(
        1, Map.of("type", "public-key", "id", credential.idBytes()),
        2, authData,
        3, P256.sign(credential.key(), authData, hash));
  }

  /** The protocol follows the parameter in both commands. */
  private PinToken verifiedUser(
      CtapParameters parameters, int paramKey, int permission, String rpId, byte[] hash)
      throws CtapErrorException {
    Optional<byte[]> param = parameters.optional(paramKey, byte[].class);
    if (param.isEmpty()) {
      throw new CtapErrorException(CtapErrorException.PUAT_REQUIRED);
    } else if (parameters.required(paramKey + 1, Long.class) != PinProtocolTwo.VERSION) {
      throw new CtapErrorException(CtapErrorException.INVALID_PARAMETER);
    }
    PinToken token =
        clientPin
            .token()
            .orElseThrow(() -> new CtapErrorException(CtapErrorException.PIN_AUTH_INVALID));
    token.authorise(permission, rpId, hash, param.get());
    return token;
  }

  private static byte[] clientDataHash(CtapParameters parameters, int key)
      throws CtapErrorException {
    byte[] hash = parameters.required(key, byte[].class);
    if (hash.length != CLIENT_DATA_HASH) {
      throw new CtapErrorException(CtapErrorException.INVALID_LENGTH);
    }
    return hash;
  }

  private static List<?> idList(CtapParameters parameters, int key) throws CtapErrorException {
    List<?> ids = parameters.list(key);
    if (ids.size() > MOST_IDS) {
      throw new CtapErrorException(CtapErrorException.LIMIT_EXCEEDED);
    }
    return ids;
  }

  private static void requireEs256(List<?> offered) throws CtapErrorException {
    for (Object one : offered) {
      CtapParameters parameters = CtapParameters.of(one);
      if (parameters.required("type", String.class).equals("public-key")
          && parameters.required("alg", Long.class) == ES256) {
        return;
      }
    }
    throw new CtapErrorException(CtapErrorException.UNSUPPORTED_ALGORITHM);
  }

  /** Neither discoverable credentials, nor verification without PIN, nor answers without touch. */
  private static void requireOptions(CtapParameters options, boolean assertion)
      throws CtapErrorException {
    Optional<Boolean> discoverable = options.optional("rk", Boolean.class);
    if (discoverable.orElse(false) || (assertion && discoverable.isPresent())) {
      throw new CtapErrorException(CtapErrorException.UNSUPPORTED_OPTION);
    } else if (options.optional("uv", Boolean.class).orElse(false)
        || !options.optional("up", Boolean.class).orElse(true)) {
      throw new CtapErrorException(CtapErrorException.INVALID_OPTION);
    }
  }

  private static Optional<Long> credProtect(CtapParameters extensions) throws CtapErrorException {
    Optional<Long> level = extensions.optional(CRED_PROTECT, Long.class);
    if (level.isPresent() && (level.get() < 1 || level.get() > 3)) {
      throw new CtapErrorException(CtapErrorException.INVALID_PARAMETER);
    }
    return level;
  }
}
