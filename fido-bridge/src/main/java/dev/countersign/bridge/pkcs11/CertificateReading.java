package dev.countersign.bridge.pkcs11;

import dev.countersign.bridge.CardCertificate;
import dev.countersign.bridge.CardCertificate.PinUse;
import dev.countersign.bridge.CardPinState;
import dev.countersign.bridge.CertificatesOutcome;
import dev.countersign.bridge.operation.OperationControl;
import dev.countersign.bridge.pkcs11.wire.CertificateObject;
import dev.countersign.bridge.pkcs11.wire.ModuleAnswer;
import dev.countersign.bridge.pkcs11.wire.ModuleRequest;
import dev.countersign.bridge.pkcs11.wire.PinFlags;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.x509.Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a card's certificates and sorts them: those of a person, with their issuers. */
final class CertificateReading implements CardTask.Conversation<CertificatesOutcome> {

  private static final int LONGEST_SANE_PIN = 255;

  private final long slot;

  CertificateReading(long slot) {
    this.slot = slot;
  }

  @Override
  public CertificatesOutcome hold(ModuleLink link, OperationControl control)
      throws ModuleFailedException, OperationStoppedException, InterruptedException {
    return switch (link.ask(new ModuleRequest.ListCertificates(slot), control)) {
      case ModuleAnswer.Certificates(List<CertificateObject> objects, PinFlags pin) ->
          listed(objects, pin);
      case ModuleAnswer.Failed failed -> CardFailures.of(failed);
      default -> throw link.unexpected();
    };
  }

  private static CertificatesOutcome.Listed listed(List<CertificateObject> objects, PinFlags pin) {
    Map<Certificate, CertificateObject> readable = new LinkedHashMap<>();
    List<String> unreadable = new ArrayList<>();
    for (CertificateObject object : objects) {
      try {
        readable.putIfAbsent(Certificate.parse(Bytes.of(object.der())), object);
      } catch (RefusedException notReadable) {
        unreadable.add(object.label());
      }
    }
    CertificateChains chains = new CertificateChains(List.copyOf(readable.keySet()));
    List<CardCertificate> certificates = new ArrayList<>();
    readable.forEach((certificate, object) -> {
      if (!chains.isIssuer(certificate)) {
        certificates.add(
            new CardCertificate(chains.of(certificate), object.label(), pinUse(object.keyUse())));
      }
    });
    return new CertificatesOutcome.Listed(certificates, unreadable, state(pin));
  }

  private static PinUse pinUse(CertificateObject.KeyUse use) {
    return switch (use) {
      case NOT_SEEN -> PinUse.UNKNOWN;
      case PIN_ONCE -> PinUse.ONCE;
      case PIN_ON_EVERY_USE -> PinUse.EVERY_USE;
    };
  }

  static CardPinState state(PinFlags flags) {
    CardPinState.Tries tries =
        switch (flags.tries()) {
          case ENOUGH -> CardPinState.Tries.ENOUGH;
          case LOW -> CardPinState.Tries.SOME_USED;
          case LAST -> CardPinState.Tries.LAST;
          case LOCKED -> CardPinState.Tries.NONE;
        };
    return new CardPinState(
        flags.pad(),
        flags.set(),
        flags.mustChange(),
        tries,
        length(flags.shortest()),
        length(flags.longest()));
  }

  /** 0 for what is no length of a PIN. */
  private static int length(long said) {
    return said < 0 || said > LONGEST_SANE_PIN ? 0 : (int) said;
  }
}
