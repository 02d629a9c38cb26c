package dev.countersign.bridge.demo;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** authenticatorCredentialManagement (CTAP 2.1 §6.8). */
final class CredentialManagementCommand {

  private final ClientPinCommand clientPin;
  private final DemoCredentials credentials;
  private final Deque<Map<Object, Object>> further = new ArrayDeque<>();
  private int furtherKind;

  CredentialManagementCommand(ClientPinCommand clientPin, DemoCredentials credentials) {
    this.clientPin = clientPin;
    this.credentials = credentials;
  }

  /** By any other command. */
  void forget() {
    further.clear();
  }

  Map<Object, Object> run(CtapParameters parameters) throws CtapErrorException {
    int subCommand = parameters.required(1, Long.class).intValue();
    if (subCommand == 3 || subCommand == 5) {
      return next(subCommand);
    }
    further.clear();
    authorise(parameters, subCommand);
    CtapParameters details = parameters.nested(2);
    return switch (subCommand) {
      case 1 -> Map.of(1, credentials.discoverable().size(), 2, credentials.slotsLeft());
      case 2 -> relyingParties();
      case 4 -> credentials(details.required(1, byte[].class));
      case 6 -> delete(details);
      case 7 -> rename(details);
      default -> throw new CtapErrorException(CtapErrorException.INVALID_SUBCOMMAND);
    };
  }

  private void authorise(CtapParameters parameters, int subCommand) throws CtapErrorException {
    byte[] param =
        parameters
            .optional(4, byte[].class)
            .orElseThrow(() -> new CtapErrorException(CtapErrorException.PUAT_REQUIRED));
    // What was sent was canonical, so that writing it again gives the same bytes.
    byte[] details = parameters.optional(2, Map.class).map(CborEncoder::encode).orElse(new byte[0]);
    PinToken token = clientPin.token();
    token.authorise(
        PinToken.CREDENTIAL_MANAGEMENT,
        clientPin.version(parameters, 3),
        Concatenation.of(new byte[] {(byte) subCommand}, details),
        param);
    if (!token.isFor(rpIdHashNamed(parameters.nested(2), subCommand))) {
      throw new CtapErrorException(CtapErrorException.PIN_AUTH_INVALID);
    }
  }

  /** Whose credentials the command is about; nobody's in particular for counts and lists of all. */
  private Optional<byte[]> rpIdHashNamed(CtapParameters details, int subCommand)
      throws CtapErrorException {
    return switch (subCommand) {
      case 4 -> Optional.of(details.required(1, byte[].class));
      case 6, 7 -> Optional.of(rpIdHash(named(details)));
      default -> Optional.empty();
    };
  }

  private Map<Object, Object> relyingParties() throws CtapErrorException {
    Set<String> seen = new LinkedHashSet<>();
    List<Map<Object, Object>> all =
        credentials.discoverable().stream()
            .filter(one -> seen.add(one.rpId()))
            .<Map<Object, Object>>map(one -> Map.of(3, one.rp().members(), 4, rpIdHash(one)))
            .toList();
    return first(all, 3, 5);
  }

  private Map<Object, Object> credentials(byte[] rpIdHash) throws CtapErrorException {
    List<Map<Object, Object>> all =
        credentials.discoverable().stream()
            .filter(one -> Arrays.equals(rpIdHash(one), rpIdHash))
            .map(CredentialManagementCommand::described)
            .toList();
    return first(all, 5, 9);
  }

  private static Map<Object, Object> described(DemoCredentials.Credential credential) {
    try {
      return Map.of(
          6, credential.user().members(),
          7, credential.descriptor(),
          8, CborDecoder.decode(credential.coseKey(), 0),
          10, credential.protection());
    } catch (CtapErrorException ownEncoding) {
      throw new IllegalStateException(ownEncoding);
    }
  }

  /** Gives the first with how many there are, and keeps the others. */
  private Map<Object, Object> first(List<Map<Object, Object>> all, int nextKind, int countKey)
      throws CtapErrorException {
    if (all.isEmpty()) {
      throw new CtapErrorException(CtapErrorException.NO_CREDENTIALS);
    }
    further.addAll(all.subList(1, all.size()));
    furtherKind = nextKind;
    Map<Object, Object> answer = new LinkedHashMap<>(all.getFirst());
    answer.put(countKey, all.size());
    return answer;
  }

  private Map<Object, Object> next(int kind) throws CtapErrorException {
    if (further.isEmpty() || kind != furtherKind) {
      throw new CtapErrorException(CtapErrorException.NOT_ALLOWED);
    }
    return further.remove();
  }

  private Map<Object, Object> delete(CtapParameters details) throws CtapErrorException {
    credentials.remove(named(details));
    return Map.of();
  }

  private Map<Object, Object> rename(CtapParameters details) throws CtapErrorException {
    DemoCredentials.Credential credential = named(details);
    Entity<byte[]> user = Entity.user(details, 3);
    if (!Arrays.equals(credential.userId(), user.id())) {
      throw new CtapErrorException(CtapErrorException.INVALID_PARAMETER);
    }
    credentials.rename(credential, user);
    return Map.of();
  }

  private DemoCredentials.Credential named(CtapParameters details) throws CtapErrorException {
    byte[] id = CtapParameters.of(details.required(2, Map.class)).required("id", byte[].class);
    return credentials
        .byId(id)
        .filter(DemoCredentials.Credential::discoverable)
        .orElseThrow(() -> new CtapErrorException(CtapErrorException.NO_CREDENTIALS));
  }

  private static byte[] rpIdHash(DemoCredentials.Credential credential) {
    return Sha256.of(credential.rpId().getBytes(StandardCharsets.UTF_8));
  }
}
