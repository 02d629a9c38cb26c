package dev.countersign.bridge.demo;

import java.nio.ByteBuffer;
import java.security.KeyPair;
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
  record Credential(ByteBuffer id, String rpId, KeyPair key) {
    byte[] idBytes() {
      byte[] bytes = new byte[id.remaining()];
      id.duplicate().get(bytes);
      return bytes;
    }
  }

  Credential create(String rpId) {
    byte[] id = new byte[ID];
    random.nextBytes(id);
    Credential credential =
        new Credential(ByteBuffer.wrap(id).asReadOnlyBuffer(), rpId, P256.generate());
    byId.put(credential.id(), credential);
    return credential;
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
