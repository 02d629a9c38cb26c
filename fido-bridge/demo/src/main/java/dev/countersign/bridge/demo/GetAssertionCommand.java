package dev.countersign.bridge.demo;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** authenticatorGetAssertion and authenticatorGetNextAssertion (CTAP 2.1 §6.2, §6.3). */
final class GetAssertionCommand {

  /** How long further assertions can be fetched. */
  private static final long NEXT_WITHIN_NANOS = Duration.ofSeconds(30).toNanos();

  private final UserGate gate;
  private final DemoCredentials credentials;
  private final Deque<DemoCredentials.Credential> further = new ArrayDeque<>();
  private byte[] furtherHash = new byte[0];
  private boolean furtherVerified;
  private long furtherSince;

  GetAssertionCommand(UserGate gate, DemoCredentials credentials) {
    this.gate = gate;
    this.credentials = credentials;
  }

  /** By any other command. */
  void forget() {
    further.clear();
  }

  Map<Object, Object> run(CtapParameters parameters, UserPresence presence)
      throws CtapErrorException {
    String rpId = parameters.required(1, String.class);
    byte[] hash = CommandChecks.clientDataHash(parameters, 2);
    CtapParameters options = parameters.nested(5);
    if (options.optional("rk", Boolean.class).isPresent()) {
      throw new CtapErrorException(CtapErrorException.UNSUPPORTED_OPTION);
    }
    boolean touch = options.optional("up", Boolean.class).orElse(true);
    Owner owner =
        gate.verify(
            parameters,
            6,
            new UserGate.Binding(PinToken.GET_ASSERTION, rpId, hash, options),
            gate.alwaysUv() && touch,
            presence);
    List<?> allowed = CommandChecks.idList(parameters, 3);
    boolean named = !allowed.isEmpty();
    List<DemoCredentials.Credential> usable =
        (named ? credentials.find(rpId, allowed) : credentials.discoverable(rpId))
            .stream().filter(one -> one.usable(owner.verified(), named)).toList();
    if (usable.isEmpty()) {
      throw new CtapErrorException(CtapErrorException.NO_CREDENTIALS);
    }
    if (touch) {
      owner.touch(presence);
    }
    Map<Object, Object> answer = asserted(usable.getFirst(), hash, touch, owner.verified());
    if (!named) {
      remember(usable, hash, owner.verified(), answer);
    }
    return answer;
  }

  private void remember(
      List<DemoCredentials.Credential> usable,
      byte[] hash,
      boolean verified,
      Map<Object, Object> answer) {
    if (usable.size() > 1) {
      answer.put(5, usable.size());
    }
    boolean several = usable.size() > 1;
    answer.put(4, account(usable.getFirst(), several && verified));
    further.addAll(usable.subList(1, usable.size()));
    furtherHash = hash;
    furtherVerified = verified;
    furtherSince = System.nanoTime();
  }

  Map<Object, Object> next() throws CtapErrorException {
    if (further.isEmpty() || System.nanoTime() - furtherSince > NEXT_WITHIN_NANOS) {
      further.clear();
      throw new CtapErrorException(CtapErrorException.NOT_ALLOWED);
    }
    DemoCredentials.Credential credential = further.remove();
    furtherSince = System.nanoTime();
    Map<Object, Object> answer = asserted(credential, furtherHash, true, furtherVerified);
    answer.put(4, account(credential, furtherVerified));
    return answer;
  }

  private Map<Object, Object> asserted(
      DemoCredentials.Credential credential, byte[] hash, boolean present, boolean verified) {
    byte[] authData =
        AuthenticatorData.plain(
            AuthenticatorData.head(credential.rpId(), present, verified), credentials.nextCount());
    Map<Object, Object> answer = new LinkedHashMap<>();
    answer.put(1, credential.descriptor());
    answer.put(2, authData);
    answer.put(3, P256.sign(credential.key(), authData, hash));
    return answer;
  }

  /** Its names only where the owner was verified and must choose. */
  private static Map<Object, Object> account(
      DemoCredentials.Credential credential, boolean withNames) {
    return withNames ? credential.user().members() : Map.of("id", credential.userId());
  }
}
