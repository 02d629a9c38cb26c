package dev.countersign.gateway.http;

import dev.countersign.gateway.enrollment.CardPolicy;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.testing.SoftwareCard;
import dev.countersign.proof.testing.TestAuthority;
import dev.countersign.proof.testing.TestCardKey;
import dev.countersign.proof.testing.TestCertificate;
import dev.countersign.proof.testing.TestCrl;
import dev.countersign.proof.verify.X509Trust;
import dev.countersign.proof.x509.CardRules;
import dev.countersign.proof.x509.CertificateTrust;
import dev.countersign.proof.x509.Freshness;
import dev.countersign.proof.x509.RevocationMaterial;
import java.time.Clock;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** An authority for cards, valid around the time of a test, and its current list. */
final class CardWorld {
  /** States that the key asks for its PIN on every use. */
  static final String PIN_POLICY = "1.3.6.1.4.1.55555.2.9";

  private static final long DAY = 86_400;

  private final long now;
  private final TestAuthority root;
  private final AtomicReference<Bytes> crl = new AtomicReference<>();

  CardWorld(Clock clock) {
    now = clock.instant().getEpochSecond();
    root =
        TestAuthority.root(
            TestCertificate.authority("Card Root", TestCardKey.p256("card root"))
                .serial(1)
                .valid(now - DAY, now + 300 * DAY));
    list(fresh());
  }

  /** A list that is good now. */
  TestCrl fresh() {
    return root.crl().updates(now - 60, OptionalLong.of(now + DAY));
  }

  /** From now on this is the list. */
  void list(TestCrl other) {
    crl.set(other.der());
  }

  /** A certificate of a card whose key asks for its PIN on every use. */
  TestCertificate certificate(String name, TestCardKey key) {
    return TestCertificate.card(name, key).policies(PIN_POLICY).valid(now - DAY, now + 100 * DAY);
  }

  SoftwareCard card(TestCertificate certificate, TestCardKey key) {
    return new SoftwareCard(key, root.chain(certificate));
  }

  CardPolicy policy() {
    CertificateTrust trust =
        new CertificateTrust(List.of(root.certificate()), Set.of(TestCertificate.EKU), Set.of());
    return new CardPolicy(
        new CardRules(
            trust,
            (certificate, issuer) -> material().about(certificate, issuer),
            Freshness.live(DAY)),
        Set.of(PIN_POLICY),
        () -> exported(trust));
  }

  private RevocationMaterial material() {
    try {
      return RevocationMaterial.parse(List.of(crl.get()), List.of());
    } catch (RefusedException broken) {
      throw new IllegalStateException(broken);
    }
  }

  private X509Trust exported(CertificateTrust trust) {
    try {
      return new X509Trust(trust, List.of(crl.get()), List.of());
    } catch (RefusedException broken) {
      throw new IllegalStateException(broken);
    }
  }
}
