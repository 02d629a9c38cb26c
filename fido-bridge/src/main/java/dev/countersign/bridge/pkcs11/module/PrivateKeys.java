package dev.countersign.bridge.pkcs11.module;

import dev.countersign.bridge.pkcs11.binding.Attribute;
import dev.countersign.bridge.pkcs11.binding.MalformedModuleException;
import dev.countersign.bridge.pkcs11.binding.ModuleErrorException;
import dev.countersign.bridge.pkcs11.binding.Session;
import java.util.List;
import java.util.Optional;

/** Finds the private key that belongs to a certificate: both have the same CKA_ID. */
final class PrivateKeys {

  private PrivateKeys() {}

  /** Empty when there is none, or none that this session may see. */
  static Optional<Long> of(Session session, long certificate)
      throws ModuleErrorException, MalformedModuleException {
    Optional<byte[]> id = session.attribute(certificate, Attribute.ID);
    if (id.isEmpty() || id.get().length == 0) {
      return Optional.empty();
    }
    List<Long> keys = session.find(Attribute.privateKey(id.get()));
    return keys.isEmpty() ? Optional.empty() : Optional.of(keys.getFirst());
  }

  static boolean wantsPinOnEveryUse(Session session, long key)
      throws ModuleErrorException, MalformedModuleException {
    return session
        .attribute(key, Attribute.ALWAYS_AUTHENTICATE)
        .filter(value -> value.length == 1 && value[0] != 0)
        .isPresent();
  }
}
