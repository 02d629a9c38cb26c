package dev.countersign.bridge.pkcs11.module;

import dev.countersign.bridge.pkcs11.binding.Attribute;
import dev.countersign.bridge.pkcs11.binding.Cryptoki;
import dev.countersign.bridge.pkcs11.binding.MalformedModuleException;
import dev.countersign.bridge.pkcs11.binding.ModuleErrorException;
import dev.countersign.bridge.pkcs11.binding.Session;
import dev.countersign.bridge.pkcs11.wire.CertificateObject;
import dev.countersign.bridge.pkcs11.wire.CertificateObject.KeyUse;
import dev.countersign.bridge.pkcs11.wire.ModuleAnswer;
import dev.countersign.bridge.pkcs11.wire.ModuleFault;
import dev.countersign.bridge.pkcs11.wire.PinFlags;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The certificates of one token, without its PIN. */
final class TokenCertificates {

  private final Cryptoki module;
  private final long slot;

  TokenCertificates(Cryptoki module, long slot) {
    this.module = module;
    this.slot = slot;
  }

  ModuleAnswer list() throws ModuleErrorException, MalformedModuleException {
    if (!module.slotsWithToken().contains(slot)) {
      return new ModuleAnswer.Failed(ModuleFault.REMOVED, "");
    }
    try {
      PinFlags pin = Tokens.pin(module.token(slot));
      Session session = module.open(slot);
      List<CertificateObject> certificates;
      try {
        certificates = certificates(session);
      } finally {
        session.close();
      }
      return new ModuleAnswer.Certificates(certificates, pin);
    } catch (ModuleErrorException failed) {
      return new TokenFaults(module, slot).failed(failed);
    }
  }

  private static List<CertificateObject> certificates(Session session)
      throws ModuleErrorException, MalformedModuleException {
    List<CertificateObject> certificates = new ArrayList<>();
    for (long object : session.find(Attribute.certificates())) {
      Optional<byte[]> der = session.attribute(object, Attribute.VALUE);
      if (der.isPresent() && certificates.size() < CertificateObject.MOST) {
        String label =
            new String(
                session.attribute(object, Attribute.LABEL).orElse(new byte[0]),
                StandardCharsets.UTF_8);
        certificates.add(new CertificateObject(der.get(), label, keyUse(session, object)));
      }
    }
    return List.copyOf(certificates);
  }

  /** Many tokens show their private keys only to who is logged in. */
  private static KeyUse keyUse(Session session, long certificate)
      throws ModuleErrorException, MalformedModuleException {
    Optional<Long> key = PrivateKeys.of(session, certificate);
    if (key.isEmpty()) {
      return KeyUse.NOT_SEEN;
    }
    return PrivateKeys.wantsPinOnEveryUse(session, key.get())
        ? KeyUse.PIN_ON_EVERY_USE
        : KeyUse.PIN_ONCE;
  }
}
