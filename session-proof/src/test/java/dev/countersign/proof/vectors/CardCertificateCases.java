package dev.countersign.proof.vectors;

import static dev.countersign.proof.RefusalCode.*;
import static dev.countersign.proof.testing.CardFixture.CARD;
import static dev.countersign.proof.testing.CardFixture.CARD_KEY;
import static dev.countersign.proof.testing.CardFixture.ISSUING;
import static dev.countersign.proof.testing.CardFixture.ROOT;
import static dev.countersign.proof.testing.CardFixture.card;
import static dev.countersign.proof.vectors.CardCases.certificate;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.testing.CardFixture;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.SoftwareCard;
import dev.countersign.proof.testing.TestAuthority;
import dev.countersign.proof.testing.TestCardKey;
import dev.countersign.proof.testing.TestCertificate;
import dev.countersign.proof.verify.TrustFile;
import dev.countersign.proof.x509.Certificate;
import dev.countersign.proof.x509.CertificateTrust;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x500.X500Name;

/** The cases of a card's certificate: its path, its purpose and its validity. */
final class CardCertificateCases extends ExamineTopic {
  private static final long DAY = 86_400;

  CardCertificateCases() {
    accepted();
    chain();
    authorities();
    names();
    purpose();
    validity();
  }

  private void accepted() {
    add(
        CardCases.good(
            below(
                sub().policies("2.5.29.32.0"),
                certificate().without("2.5.29.37").policies(TestCertificate.POLICY)),
            "policy",
            "a policy in a purpose's place, all along the path"));
    last().trust(trust(CardFixture.withPolicy(), sub().policies("2.5.29.32.0")));
    add(
        CardCases.good(
                below(sub().permitted("O=Example"), certificate()),
                "name-within",
                "a name that the authority may certify")
            .trust(trust(CardFixture.certificates(), sub().permitted("O=Example"))));
    add(
        CardCases.good(
            card(certificate().ekus("1.3.6.1.5.5.7.3.2", TestCertificate.EKU)),
            "eku-beside",
            "the purpose beside another"));
    add(
        CardCases.good(
            card(certificate().with("1.2.3.4", false, DERNull.INSTANCE)),
            "extension-unknown",
            "an unknown extension that is not critical"));
    add(
        CardCases.good(
            card(certificate().valid(Fixture.DECIDED_AT, Fixture.DECIDED_AT)),
            "valid-one-second",
            "judged in the only second of the certificate"));
  }

  private void chain() {
    TestAuthority other = TestAuthority.root("Another Root");
    notTrusted("other-root", "a chain to another root", chainOf(other.chain(certificate())));
    notTrusted(
        "same-name-root",
        "a root of the same name with another key",
        chainOf(ROOT.impostor().chain(certificate())));
    notTrusted("no-intermediate", "a missing link", chainOf(CARD.chain().subList(0, 1)));
    notTrusted(
        "chain-order",
        "a link of another chain",
        chainOf(List.of(CARD.chain().get(0), other.certificate())));
    List<Certificate> withRoot = new ArrayList<>(CARD.chain());
    withRoot.add(ROOT.certificate());
    notTrusted("root-sent", "the root sent along", chainOf(withRoot));
    List<Certificate> doubled = new ArrayList<>(CARD.chain());
    doubled.add(CARD.chain().getLast());
    notTrusted("chain-repeats", "an authority twice", chainOf(doubled));
    notTrusted(
        "self-signed",
        "a certificate that certifies itself",
        chainOf(
            List.of(TestAuthority.root(TestCertificate.card("Maria", CARD_KEY)).certificate())));
    notTrusted(
        "leaf-signature",
        "a certificate that the authority of that name did not sign",
        chainOf(List.of(ISSUING.impostor().issue(certificate()), ISSUING.certificate())));
  }

  private void authorities() {
    authority("authority-not-ca", "an authority that is none", sub().without("2.5.29.19"));
    authority("authority-key-usage", "an authority that signs no certificates", sub().keyUsage(6));
    authority("authority-no-key-usage", "an authority of any use", sub().without("2.5.29.15"));
    authority(
        "authority-critical",
        "an authority with an unknown critical extension",
        sub().with("1.2.3.4", true, DERNull.INSTANCE));
    authority(
        "authority-policy-constraints",
        "constraints that these rules do not carry out",
        sub()
            .with(
                "2.5.29.36",
                false,
                new DERSequence(new DERTaggedObject(false, 0, new ASN1Integer(0)))));
    authority(
        "authority-inhibit-any-policy",
        "a limit to policies that these rules do not carry out",
        sub().with("2.5.29.54", false, new ASN1Integer(0)));
    authority(
        "authority-weak",
        "an authority with an RSA key of 1,024 bits",
        weak(TestCardKey.rsa("weak issuing", 1024)));
    authority(
        "authority-exponent",
        "an authority with the RSA exponent 3",
        weak(TestCardKey.rsa("exponent issuing", 2048, 3)));
    TestAuthority below =
        ISSUING.sub(TestCertificate.authority("Too Low", TestCardKey.p256("too low")));
    notTrusted(
        "path-length",
        "an authority below one that may have none",
        chainOf(below.chain(certificate())));
  }

  private void names() {
    authority(
        "name-outside", "a name that the authority may not certify", sub().permitted("O=Other"));
    authority(
        "name-excluded",
        "excluded names, which these rules do not carry out",
        sub()
            .with(
                "2.5.29.30",
                true,
                new DERSequence(
                    new DERTaggedObject(
                        false,
                        1,
                        new DERSequence(
                            new DERSequence(
                                new DERTaggedObject(true, 4, new X500Name("O=Other"))))))));
    TestCertificate alternative =
        certificate()
            .with(
                "2.5.29.17",
                false,
                new DERSequence(new DERTaggedObject(true, 4, new X500Name("O=Other"))));
    notTrusted(
        "name-alternative",
        "an alternative name that the authority may not certify",
        below(sub().permitted("O=Example"), alternative));
    last().trust(trust(CardFixture.certificates(), sub().permitted("O=Example")));
  }

  private void purpose() {
    notAllowed("key-usage", "a key for key agreement", certificate().keyUsage(4));
    notAllowed("no-key-usage", "no key usage", certificate().without("2.5.29.15"));
    notAllowed("sign-certificates", "a key that signs certificates", certificate().keyUsage(0, 5));
    notAllowed("sign-lists", "a key that signs CRLs", certificate().keyUsage(0, 6));
    notAllowed("no-eku", "no purpose", certificate().without("2.5.29.37"));
    notAllowed("other-eku", "another purpose", certificate().ekus("1.3.6.1.5.5.7.3.2"));
    notAllowed(
        "any-eku", "any purpose besides", certificate().ekus(TestCertificate.EKU, "2.5.29.37.0"));
    notAllowed(
        "authority",
        "the certificate of an authority",
        certificate()
            .with("2.5.29.19", true, new DERSequence(org.bouncycastle.asn1.ASN1Boolean.TRUE)));
    notAllowed(
        "critical",
        "an unknown critical extension",
        certificate().with("1.2.3.4", true, DERNull.INSTANCE));
    notAllowed(
        "policy-not-along",
        "a policy that the authority above does not state",
        certificate().without("2.5.29.37").policies(TestCertificate.POLICY));
    last().trust(CardFixture.trust(CardFixture.withPolicy(), CardFixture.crls(), List.of()));
    notAllowed(
        "any-policy", "any policy", certificate().without("2.5.29.37").policies("2.5.29.32.0"));
    last().trust(CardFixture.trust(CardFixture.withPolicy(), CardFixture.crls(), List.of()));
    add(
        CardCases.with(CERTIFICATE_NOT_ALLOWED, "no-purpose-configured", "nothing is for approvals")
            .trust(
                CardFixture.trust(
                    new CertificateTrust(List.of(ROOT.certificate()), Set.of(), Set.of()),
                    CardFixture.crls(),
                    List.of())));
    add(
        CardCases.with(CERTIFICATE_NOT_TRUSTED, "no-roots", "no root is configured")
            .trust(
                CardFixture.trust(
                    new CertificateTrust(List.of(), Set.of(TestCertificate.EKU), Set.of()),
                    CardFixture.crls(),
                    List.of())));
  }

  private void validity() {
    long now = Fixture.DECIDED_AT;
    leaf(
        CERTIFICATE_NOT_YET_VALID,
        "not-yet",
        "a certificate that begins a second later",
        certificate().valid(now + 1, now + DAY));
    leaf(
        CERTIFICATE_EXPIRED,
        "expired",
        "a certificate that ended a second ago",
        certificate().valid(now - DAY, now - 1));
    authority(
        CERTIFICATE_EXPIRED,
        "authority-expired",
        "an authority that ended",
        sub().valid(now - DAY, now - 1));
    authority(
        CERTIFICATE_NOT_YET_VALID,
        "authority-not-yet",
        "an authority that begins later",
        sub().valid(now + 1, now + DAY));
    TestAuthority old =
        TestAuthority.root(
            TestCertificate.authority("Old Root", TestCardKey.p256("old root"))
                .valid(now - DAY, now - 1));
    add(
        CardCases.by(
                new SoftwareCard(CARD_KEY, old.chain(certificate())),
                ExamineCase.refused(
                    CERTIFICATE_EXPIRED, "x509-root-expired", "", "a root that ended"))
            .trust(
                CardFixture.trust(
                    new CertificateTrust(
                        List.of(old.certificate()), Set.of(TestCertificate.EKU), Set.of()),
                    List.of(old.crl().der()),
                    List.of())));
  }

  /** Another authority below the root, to be bent. */
  private static TestCertificate sub() {
    return TestCertificate.authority("Bent Issuing", TestCardKey.p256("bent issuing")).serial(3);
  }

  private static TestCertificate weak(TestCardKey key) {
    return TestCertificate.authority("Bent Issuing", key).serial(3);
  }

  private static SoftwareCard below(TestCertificate authority, TestCertificate leaf) {
    return chainOf(ROOT.sub(authority).chain(leaf));
  }

  private static SoftwareCard chainOf(List<Certificate> chain) {
    return new SoftwareCard(CARD_KEY, chain);
  }

  /** The trust with the statement of this authority besides. */
  private static TrustFile trust(CertificateTrust certificates, TestCertificate authority) {
    List<Bytes> crls = new ArrayList<>(CardFixture.crls());
    crls.add(ROOT.sub(authority).crl().der());
    return CardFixture.trust(certificates, crls, List.of());
  }

  private void authority(String name, String about, TestCertificate authority) {
    authority(CERTIFICATE_NOT_TRUSTED, name, about, authority);
  }

  private void authority(RefusalCode code, String name, String about, TestCertificate authority) {
    add(
        CardCases.by(
                below(authority, certificate()),
                ExamineCase.refused(code, "x509-" + name, "", about))
            .trust(trust(CardFixture.certificates(), authority)));
  }

  private void notTrusted(String name, String about, SoftwareCard card) {
    add(
        CardCases.by(
            card, ExamineCase.refused(CERTIFICATE_NOT_TRUSTED, "x509-" + name, "", about)));
  }

  private void notAllowed(String name, String about, TestCertificate bent) {
    leaf(CERTIFICATE_NOT_ALLOWED, "use-" + name, about, bent);
  }

  private void leaf(RefusalCode code, String name, String about, TestCertificate leaf) {
    add(CardCases.by(card(leaf), ExamineCase.refused(code, "x509-" + name, "", about)));
  }

  private ExamineCase last() {
    return cases().getLast();
  }
}
