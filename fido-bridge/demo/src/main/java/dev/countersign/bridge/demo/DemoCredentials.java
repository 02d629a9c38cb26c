package dev.countersign.bridge.demo;

import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The credentials of one demo key and its signature counter. Used by one command at a time. */
final class DemoCredentials {

  private static final int ID = 32;

  private final SecureRandom random = new SecureRandom();
  private final Map<ByteBuffer, Credential> byId = new LinkedHashMap<>();
  private final int slots;
  private int counter;

  DemoCredentials(int slots) {
    this.slots = slots;
  }

  /**
   * A credential, for one relying party.
   *
   * @param rp the relying party's id, and its name where it was given
   * @param user the account's members as they were given
   * @param protection credProtect level, 1 to 3
   * @param coseKey its public key
   */
  // Never compared.
  @SuppressWarnings("ArrayRecordComponent")
  record Credential(
      ByteBuffer id,
      Entity<String> rp,
      Entity<byte[]> user,
      boolean discoverable,
      int protection,
      byte[] coseKey,
      PrivateKey key) {

    byte[] idBytes() {
      byte[] bytes = new byte[id.remaining()];
      id.duplicate().get(bytes);
      return bytes;
    }

    String rpId() {
      return rp.id();
    }

    byte[] userId() {
      return user.id().clone();
    }

    /** A descriptor (CTAP 2.1 §6.1). */
    Map<Object, Object> descriptor() {
      return Map.of("type", "public-key", "id", idBytes());
    }

    /** Whether it may be used, or shown to exist (CTAP 2.1 §12.1). */
    boolean usable(boolean verified, boolean named) {
      return verified || protection == 1 || (protection == 2 && named);
    }
  }

  /**
   * Makes one; a discoverable one takes the place of the same account's at the same relying party.
   *
   * @throws CtapErrorException when there is no room for another
   */
  Credential create(
      Entity<String> rp, Entity<byte[]> user, boolean discoverable, int protection, KeyPair pair)
      throws CtapErrorException {
    if (discoverable) {
      byId.values()
          .removeIf(old ->
              old.discoverable()
                  && old.rpId().equals(rp.id())
                  && Arrays.equals(old.userId(), user.id()));
      if (slotsLeft() == 0) {
        throw new CtapErrorException(CtapErrorException.KEY_STORE_FULL);
      }
    }
    byte[] id = new byte[ID];
    random.nextBytes(id);
    byte[] coseKey = CborEncoder.encode(P256.cose(pair.getPublic(), DemoAuthenticator.ES256));
    return add(
        new Credential(
            ByteBuffer.wrap(id).asReadOnlyBuffer(),
            rp,
            user,
            discoverable,
            protection,
            coseKey,
            pair.getPrivate()));
  }

  private Credential add(Credential credential) {
    byId.put(credential.id(), credential);
    return credential;
  }

  int slotsLeft() {
    return slots - discoverable().size();
  }

  /** Newest first. */
  List<Credential> discoverable() {
    return byId.values().stream().filter(Credential::discoverable).toList().reversed();
  }

  /** Newest first. */
  List<Credential> discoverable(String rpId) {
    return discoverable().stream().filter(one -> one.rpId().equals(rpId)).toList();
  }

  /** By its id alone, for credential management. */
  Optional<Credential> byId(byte[] id) {
    return Optional.ofNullable(byId.get(ByteBuffer.wrap(id)));
  }

  void remove(Credential credential) {
    byId.remove(credential.id());
  }

  void rename(Credential old, Entity<byte[]> user) {
    byId.put(
        old.id(),
        new Credential(
            old.id(),
            old.rp(),
            user,
            old.discoverable(),
            old.protection(),
            old.coseKey(),
            old.key()));
  }

  /** As a reset leaves it; the counter goes on, so that no value comes twice. */
  void clear() {
    byId.clear();
  }

  /** Including the private keys. */
  Map<Object, Object> save() {
    List<Map<Object, Object>> all =
        byId.values().stream()
            .map(one ->
                Map.<Object, Object>of(
                    "id", one.idBytes(),
                    "rp", one.rp().members(),
                    "user", one.user().members(),
                    "discoverable", one.discoverable(),
                    "protection", one.protection(),
                    "public", one.coseKey(),
                    "key", one.key().getEncoded()))
            .toList();
    return Map.of("counter", counter, "all", all);
  }

  void restore(CtapParameters saved) throws CtapErrorException {
    counter = saved.required("counter", Long.class).intValue();
    for (Object one : saved.list("all")) {
      CtapParameters credential = CtapParameters.of(one);
      Entity<String> rp = Entity.relyingParty(credential, "rp");
      Entity<byte[]> user = Entity.user(credential, "user");
      add(
          new Credential(
              ByteBuffer.wrap(credential.required("id", byte[].class)).asReadOnlyBuffer(),
              rp,
              user,
              credential.required("discoverable", Boolean.class),
              credential.required("protection", Long.class).intValue(),
              credential.required("public", byte[].class),
              P256.privateKey(credential.required("key", byte[].class))));
    }
  }

  /** Those of a list of descriptors that are here, for this relying party, in the list's order. */
  List<Credential> find(String rpId, List<?> descriptors) throws CtapErrorException {
    List<Credential> found = new ArrayList<>();
    for (Object descriptor : descriptors) {
      CtapParameters parameters = CtapParameters.of(descriptor);
      boolean publicKey = parameters.required("type", String.class).equals("public-key");
      byte[] id = parameters.required("id", byte[].class);
      Credential known = byId.get(ByteBuffer.wrap(id));
      if (publicKey && known != null && known.rpId().equals(rpId)) {
        found.add(known);
      }
    }
    return found;
  }

  /** Rises with every signature, whichever credential made it. */
  int nextCount() {
    return ++counter;
  }
}
