package dev.countersign.desktop.demo;

import dev.countersign.bridge.demo.DemoKey;
import dev.countersign.bridge.demo.DemoKeySet;
import dev.countersign.bridge.demo.DemoTouchPolicy;
import dev.countersign.bridge.pkcs11.Pkcs11Cards;
import dev.countersign.desktop.enrollment.Enroller;
import dev.countersign.desktop.enrollment.EnrolmentOutcome;
import dev.countersign.desktop.wiring.MachineTokens;
import dev.countersign.gateway.enrollment.AttestationTrust;
import dev.countersign.gateway.enrollment.CardPolicy;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** A software key that waits for a touch, like one with a body. */
final class DemoSoftwareKey implements DemoToken {
  private static final String PIN = "246810";

  private final DemoKeySet keys;
  private final DemoKey key;
  private final MachineTokens machine;

  DemoSoftwareKey(Clock clock) {
    this.keys = DemoKeySet.create(clock);
    this.key = keys.addKey("blue");
    key.presetPin(PIN.toCharArray());
    key.plug();
    this.machine = new MachineTokens(keys.watch(), Pkcs11Cards.watch(List.of()));
  }

  @Override
  public String name() {
    return key.name();
  }

  @Override
  public String pin() {
    return PIN;
  }

  @Override
  public MachineTokens machine() {
    return machine;
  }

  /** This key and no other. */
  @Override
  public AttestationTrust takenKeys() {
    return AttestationTrust.demo(
        List.of(certificate(keys.attestationRoot())), DemoKeySet.AAGUID.toString());
  }

  @Override
  public CardPolicy takenCards() {
    return CardPolicy.NONE;
  }

  @Override
  public EnrolmentOutcome enrol(Enroller enroller, String code) throws InterruptedException {
    key.touchPolicy(DemoTouchPolicy.AUTOMATIC);
    EnrolmentOutcome outcome =
        enroller.enrol(
            code,
            new Enroller.Owner(
                machine.keys().tokens().getFirst(),
                "blue demo key",
                last -> last.isPresent() ? Optional.empty() : Optional.of(PIN.toCharArray()),
                progress -> {}));
    key.touchPolicy(DemoTouchPolicy.WHEN_PRESSED);
    return outcome;
  }

  @Override
  public boolean isTouched() {
    return true;
  }

  @Override
  public void touch() {
    key.touch();
  }

  @Override
  public void close() {
    machine.close();
  }

  private static X509Certificate certificate(byte[] der) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException impossible) {
      throw new IllegalStateException("the demo's attestation root is no certificate", impossible);
    }
  }
}
