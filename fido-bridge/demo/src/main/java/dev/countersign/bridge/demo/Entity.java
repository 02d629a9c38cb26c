package dev.countersign.bridge.demo;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A relying party or an account as a platform names it (CTAP 2.1 §6.1), members known here only.
 */
record Entity<I>(I id, Map<Object, Object> members) {

  private static final int LONGEST_USER_ID = 64;

  static Entity<String> relyingParty(CtapParameters parameters, Object key)
      throws CtapErrorException {
    CtapParameters rp = CtapParameters.of(parameters.required(key, Map.class));
    Map<Object, Object> members = new LinkedHashMap<>();
    String id = rp.required("id", String.class);
    members.put("id", id);
    copy(rp, "name", members);
    return new Entity<>(id, members);
  }

  static Entity<byte[]> user(CtapParameters parameters, Object key) throws CtapErrorException {
    CtapParameters user = CtapParameters.of(parameters.required(key, Map.class));
    byte[] id = user.required("id", byte[].class);
    if (id.length > LONGEST_USER_ID) {
      throw new CtapErrorException(CtapErrorException.INVALID_LENGTH);
    }
    Map<Object, Object> members = new LinkedHashMap<>();
    members.put("id", id);
    copy(user, "name", members);
    copy(user, "displayName", members);
    return new Entity<>(id, members);
  }

  private static void copy(CtapParameters from, String name, Map<Object, Object> to)
      throws CtapErrorException {
    Optional<String> value = from.optional(name, String.class);
    value.ifPresent(text -> to.put(name, text));
  }
}
