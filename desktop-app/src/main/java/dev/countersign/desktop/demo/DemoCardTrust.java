package dev.countersign.desktop.demo;

import dev.countersign.bridge.demo.card.DemoCardAuthority;
import dev.countersign.gateway.enrollment.CardPolicy;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.verify.X509Trust;
import dev.countersign.proof.x509.CardRules;
import dev.countersign.proof.x509.Certificate;
import dev.countersign.proof.x509.CertificateTrust;
import dev.countersign.proof.x509.Freshness;
import dev.countersign.proof.x509.RevocationMaterial;
import java.util.List;
import java.util.Set;

/** Takes the cards of the demo's authority and no others, by a list of revoked ones as of now. */
record DemoCardTrust(DemoCardAuthority authority) {
  private static final long GREATEST_AGE_SECONDS = 3600;

  CardPolicy policy() {
    CertificateTrust trust =
        new CertificateTrust(List.of(root()), Set.of(DemoCardAuthority.APPROVAL_EKU), Set.of());
    return new CardPolicy(
        new CardRules(
            trust,
            (certificate, issuer) -> revocations().about(certificate, issuer),
            Freshness.live(GREATEST_AGE_SECONDS)),
        Set.of(DemoCardAuthority.PIN_POLICY),
        () -> exported(trust));
  }

  private Certificate root() {
    try {
      return Certificate.parse(Bytes.of(authority.root()));
    } catch (RefusedException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private RevocationMaterial revocations() {
    try {
      return RevocationMaterial.parse(List.of(Bytes.of(authority.crl())), List.of());
    } catch (RefusedException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private X509Trust exported(CertificateTrust trust) {
    try {
      return new X509Trust(trust, List.of(Bytes.of(authority.crl())), List.of());
    } catch (RefusedException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
