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
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** An authority for cards, valid around the time of a test, and its current list. */
final class CardWorld {
  /** States that the key asks for its PIN on every use. */
  static final String PIN_POLICY = "1.3.6.1.4.1.55555.2.9";

  private static final long DAY = 86_400;

  private final long now;
  private final TestAuthority root;
  private final AtomicReference<Bytes> crl = new AtomicReference<>();
  private final List<Bytes> further = new CopyOnWriteArrayList<>();

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

  /** A list of an authority below the root, which is good now. */
  void alsoListOf(TestAuthority issuing) {
    further.add(issuing.crl().updates(now - 60, OptionalLong.of(now + DAY)).der());
  }

  /** An authority below the root, valid now unless something else is said. */
  TestAuthority issuing(String name, UnaryOperator<TestCertificate> bend) {
    TestCertificate own =
        TestCertificate.authority(name, TestCardKey.p256(name))
            .serial(20)
            .valid(now - DAY, now + 200 * DAY);
    return root.sub(bend.apply(own));
  }

  /** A certificate of a card whose key asks for its PIN on every use. */
  TestCertificate certificate(String name, TestCardKey key) {
    return TestCertificate.card(name, key).policies(PIN_POLICY).valid(now - DAY, now + 100 * DAY);
  }

  SoftwareCard card(TestCertificate certificate, TestCardKey key) {
    return new SoftwareCard(key, root.chain(certificate));
  }

  CardPolicy policy() {
    return policy(Set.of(TestCertificate.EKU), Set.of());
  }

  /** Cards are marked by one of these. */
  CardPolicy policy(Set<String> ekus, Set<String> policies) {
    CertificateTrust trust = new CertificateTrust(List.of(root.certificate()), ekus, policies);
    return new CardPolicy(
        new CardRules(
            trust,
            (certificate, issuer) -> material().about(certificate, issuer),
            Freshness.live(DAY)),
        Set.of(PIN_POLICY),
        () -> exported(trust));
  }

  private List<Bytes> crls() {
    List<Bytes> all = new ArrayList<>(further);
    all.add(crl.get());
    return all;
  }

  private RevocationMaterial material() {
    try {
      return RevocationMaterial.parse(crls(), List.of());
    } catch (RefusedException broken) {
      throw new IllegalStateException(broken);
    }
  }

  private X509Trust exported(CertificateTrust trust) {
    try {
      return new X509Trust(trust, crls(), List.of());
    } catch (RefusedException broken) {
      throw new IllegalStateException(broken);
    }
  }
}
