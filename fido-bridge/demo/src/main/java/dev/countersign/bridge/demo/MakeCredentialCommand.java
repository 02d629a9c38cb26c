package dev.countersign.bridge.demo;

import java.security.KeyPair;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** authenticatorMakeCredential (CTAP 2.1 §6.1). */
final class MakeCredentialCommand {

  static final String CRED_PROTECT = "credProtect";

  private final DemoKeyModel model;
  private final DemoAttestation attestation;
  private final byte[] aaguid;
  private final UserGate gate;
  private final DemoCredentials credentials;

  MakeCredentialCommand(
      DemoKeyModel model,
      DemoAttestation attestation,
      byte[] aaguid,
      UserGate gate,
      DemoCredentials credentials) {
    this.model = model;
    this.attestation = attestation;
    this.aaguid = aaguid.clone();
    this.gate = gate;
    this.credentials = credentials;
  }

  Map<Object, Object> run(CtapParameters parameters, UserPresence presence)
      throws CtapErrorException {
    byte[] hash = CommandChecks.clientDataHash(parameters, 1);
    Entity<String> rp = Entity.relyingParty(parameters, 2);
    Entity<byte[]> user = Entity.user(parameters, 3);
    requireEs256(parameters.list(4));
    CtapParameters options = parameters.nested(7);
    requireTouchOption(options);
    boolean discoverable = options.optional("rk", Boolean.class).orElse(false);
    Optional<Long> protection = credProtect(parameters.nested(6));
    requireNoEnterprise(parameters);
    String rpId = rp.id();
    Owner owner =
        gate.verify(
            parameters,
            8,
            new UserGate.Binding(PinToken.MAKE_CREDENTIAL, rpId, hash, options),
            mustVerify(discoverable),
            presence);
    boolean excluded =
        credentials.find(rpId, CommandChecks.idList(parameters, 5)).stream()
            .anyMatch(one -> one.protection() < 3 || owner.verified());
    owner.touch(presence);
    if (excluded) {
      throw new CtapErrorException(CtapErrorException.CREDENTIAL_EXCLUDED);
    }
    KeyPair pair = P256.generate();
    DemoCredentials.Credential credential =
        credentials.create(rp, user, discoverable, protection.orElse(1L).intValue(), pair);
    return created(credential, hash, owner, protection);
  }

  /** A CTAP 2.1 key without alwaysUv makes a credential that nobody can find for anybody. */
  private boolean mustVerify(boolean discoverable) {
    boolean lenient = model.hasTokensWithPermissions() && !discoverable;
    return gate.alwaysUv() || (gate.isProtected() && !lenient);
  }

  private Map<Object, Object> created(
      DemoCredentials.Credential credential, byte[] hash, Owner owner, Optional<Long> protection) {
    byte[] outputs =
        protection
            .map(level -> CborEncoder.encode(Map.of(CRED_PROTECT, level)))
            .orElse(new byte[0]);
    byte[] authData =
        AuthenticatorData.attested(
            AuthenticatorData.head(credential.rpId(), true, owner.verified()),
            credentials.nextCount(),
            Concatenation.of(
                aaguid,
                new byte[] {0, (byte) credential.idBytes().length},
                credential.idBytes(),
                credential.coseKey()),
            outputs);
    return switch (model.attestation()) {
      case NONE -> Map.of(1, "none", 2, authData, 3, Map.of());
      case PACKED_SELF ->
          packed(
              authData,
              Map.of(
                  "alg",
                  DemoAuthenticator.ES256,
                  "sig",
                  P256.sign(credential.key(), authData, hash)));
      case PACKED_CERTIFICATE ->
          packed(
              authData,
              Map.of(
                  "alg",
                  DemoAuthenticator.ES256,
                  "sig",
                  attestation.sign(authData, hash),
                  "x5c",
                  List.of(attestation.leafDer())));
    };
  }

  private static Map<Object, Object> packed(byte[] authData, Map<Object, Object> statement) {
    return Map.of(1, "packed", 2, authData, 3, statement);
  }

  private static void requireEs256(List<?> offered) throws CtapErrorException {
    boolean found = false;
    for (Object one : offered) {
      CtapParameters parameters = CtapParameters.of(one);
      boolean publicKey = parameters.required("type", String.class).equals("public-key");
      found |= parameters.required("alg", Long.class) == DemoAuthenticator.ES256 && publicKey;
    }
    if (!found) {
      throw new CtapErrorException(CtapErrorException.UNSUPPORTED_ALGORITHM);
    }
  }

  private static void requireTouchOption(CtapParameters options) throws CtapErrorException {
    if (!options.optional("up", Boolean.class).orElse(true)) {
      throw new CtapErrorException(CtapErrorException.INVALID_OPTION);
    }
  }

  private static void requireNoEnterprise(CtapParameters parameters) throws CtapErrorException {
    if (parameters.optional(10, Long.class).isPresent()) {
      throw new CtapErrorException(CtapErrorException.INVALID_PARAMETER);
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
