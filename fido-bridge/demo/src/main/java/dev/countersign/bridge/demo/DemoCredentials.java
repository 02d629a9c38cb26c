package dev.countersign.bridge.demo;

import java.nio.ByteBuffer;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The credentials of one demo key and its signature counter. Used by one command at a time. */
final class DemoCredentials {

  private static final int ID = 32;

  private final SecureRandom random = new SecureRandom();
  private final Map<ByteBuffer, Credential> byId = new LinkedHashMap<>();
  private int counter;

  /** A credential, for one relying party. */
  record Credential(ByteBuffer id, String rpId, PrivateKey key) {
    byte[] idBytes() {
      byte[] bytes = new byte[id.remaining()];
      id.duplicate().get(bytes);
      return bytes;
    }
  }

  Credential create(String rpId, PrivateKey key) {
    byte[] id = new byte[ID];
    random.nextBytes(id);
    return add(id, rpId, key);
  }

  private Credential add(byte[] id, String rpId, PrivateKey key) {
    Credential credential = new Credential(ByteBuffer.wrap(id).asReadOnlyBuffer(), rpId, key);
    byId.put(credential.id(), credential);
    return credential;
  }

  /** Including the private keys. */
  Map<Object, Object> save() {
    List<Map<Object, Object>> all =
        byId.values().stream()
            .map(one ->
                Map.<Object, Object>of(
                    "id", one.idBytes(), "rpId", one.rpId(), "key", one.key().getEncoded()))
            .toList();
    return Map.of("counter", counter, "all", all);
  }

  void restore(CtapParameters saved) throws CtapErrorException {
    counter = saved.required("counter", Long.class).intValue();
    for (Object one : saved.list("all")) {
      CtapParameters credential = CtapParameters.of(one);
      add(
          credential.required("id", byte[].class),
          credential.required("rpId", String.class),
          P256.privateKey(credential.required("key", byte[].class)));
    }
  }

  /** The first of a list of descriptors that is here, for this relying party. */
  Optional<Credential> find(String rpId, List<?> descriptors) throws CtapErrorException {
    for (Object descriptor : descriptors) {
      CtapParameters parameters = CtapParameters.of(descriptor);
      boolean publicKey = parameters.required("type", String.class).equals("public-key");
      byte[] id = parameters.required("id", byte[].class);
      Credential known = byId.get(ByteBuffer.wrap(id));
      if (publicKey && known != null && known.rpId().equals(rpId)) {
        return Optional.of(known);
      }
    }
    return Optional.empty();
  }

  /** Rises with every signature, whichever credential made it. */
  int nextCount() {
    return ++counter;
  }
}
