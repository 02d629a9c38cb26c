package dev.countersign.proof.vectors;

import static dev.countersign.proof.RefusalCode.CERTIFICATE_REVOKED;
import static dev.countersign.proof.RefusalCode.REVOCATION_UNKNOWN;
import static dev.countersign.proof.testing.CardFixture.CARD;
import static dev.countersign.proof.testing.CardFixture.ISSUING;
import static dev.countersign.proof.testing.CardFixture.ROOT;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.testing.CardFixture;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.TestAuthority;
import dev.countersign.proof.testing.TestCardKey;
import dev.countersign.proof.testing.TestCertificate;
import dev.countersign.proof.testing.TestCrl;
import dev.countersign.proof.testing.TestOcsp;
import dev.countersign.proof.x509.Certificate;
import java.math.BigInteger;
import java.util.List;
import java.util.OptionalLong;
import org.bouncycastle.asn1.DERNull;

/** The cases of revocation, by CRL and by OCSP. */
final class CardRevocationCases extends ExamineTopic {
  private static final long DAY = 86_400;
  private static final long NOW = Fixture.DECIDED_AT;
  private static final Certificate LEAF = CARD.chain().getFirst();
  private static final BigInteger SERIAL = LEAF.serial();

  CardRevocationCases() {
    accepted();
    revoked();
    lists();
    responses();
    responders();
  }

  private void accepted() {
    goodCrl(
        "crl-later",
        "a later list, with a revocation after the decision",
        ISSUING.crl().updates(NOW + DAY, OptionalLong.of(NOW + 2 * DAY)).revoked(SERIAL, NOW + 1));
    goodCrl(
        "crl-other", "a list of others", ISSUING.crl().revoked(BigInteger.valueOf(7), NOW - DAY));
    goodCrl("crl-users", "a list of users' certificates only", ISSUING.crl().only(1));
    goodCrl(
        "crl-number",
        "a list with its number",
        ISSUING.crl().with("2.5.29.20", false, new byte[] {2, 1, 5}));
    goodOcsp("ocsp", "an OCSP response of the authority itself", ISSUING.ocsp(LEAF));
    goodOcsp("ocsp-sha256", "an OCSP response with SHA-256", ISSUING.ocsp(LEAF).sha256());
    goodOcsp("ocsp-by-key", "a responder named by its key", ISSUING.ocsp(LEAF).byKey());
    goodOcsp(
        "ocsp-delegate",
        "an OCSP response of a responder that the authority certified",
        by(responder(), ISSUING));
    goodOcsp(
        "ocsp-later",
        "a later response, with a revocation after the decision",
        ISSUING.ocsp(LEAF).updates(NOW + DAY, OptionalLong.of(NOW + 2 * DAY)).revoked(NOW + 1));
  }

  private void revoked() {
    crl(
        CERTIFICATE_REVOKED,
        "revoked",
        "a revoked certificate",
        ISSUING.crl().revoked(SERIAL, NOW - DAY));
    crl(
        CERTIFICATE_REVOKED,
        "revoked-now",
        "revoked in this second",
        ISSUING.crl().updates(NOW + 60, OptionalLong.of(NOW + DAY)).revoked(SERIAL, NOW));
    crl(
        CERTIFICATE_REVOKED,
        "revoked-dated-ahead",
        "listed already, with a date to come",
        ISSUING.crl().revoked(SERIAL, NOW + DAY));
    crl(
        CERTIFICATE_REVOKED,
        "revoked-invalid-since",
        "a later list, invalid since before",
        ISSUING
            .crl()
            .updates(NOW + DAY, OptionalLong.of(NOW + 2 * DAY))
            .invalidSince(SERIAL, NOW + 60, NOW - 60));
    ocsp(
        CERTIFICATE_REVOKED,
        "ocsp-revoked",
        "an OCSP response says revoked",
        ISSUING.ocsp(LEAF).revoked(NOW - DAY));
    statements(
        CERTIFICATE_REVOKED,
        "authority-revoked",
        "the issuing authority is revoked",
        List.of(
            ROOT.crl().revoked(ISSUING.certificate().serial(), NOW - DAY).der(),
            ISSUING.crl().der()),
        List.of());
    statements(
        CERTIFICATE_REVOKED,
        "revoked-by-one",
        "one says revoked, another good",
        List.of(ROOT.crl().der(), ISSUING.crl().der()),
        List.of(ISSUING.ocsp(LEAF).revoked(NOW - DAY).der()));
  }

  private void lists() {
    statements(REVOCATION_UNKNOWN, "no-statement", "nobody says anything", List.of(), List.of());
    statements(
        REVOCATION_UNKNOWN,
        "no-leaf-statement",
        "nothing about the card",
        List.of(ROOT.crl().der()),
        List.of());
    statements(
        REVOCATION_UNKNOWN,
        "no-authority-statement",
        "nothing about the authority",
        List.of(ISSUING.crl().der()),
        List.of());
    crl(
        REVOCATION_UNKNOWN,
        "crl-stale",
        "a list that ends in this second",
        ISSUING.crl().updates(NOW - DAY, OptionalLong.of(NOW)));
    crl(
        REVOCATION_UNKNOWN,
        "crl-endless",
        "a list without a next one",
        ISSUING.crl().updates(NOW - 60, OptionalLong.empty()));
    crl(
        REVOCATION_UNKNOWN,
        "crl-after-certificate",
        "a list made after the certificate's end",
        ISSUING.crl().updates(LEAF.notAfter() + 1, OptionalLong.of(LEAF.notAfter() + DAY)));
    crl(
        REVOCATION_UNKNOWN,
        "crl-signature",
        "a list that another key signed",
        ISSUING.crl().signedBy(TestCardKey.p256("stranger")));
    crl(
        REVOCATION_UNKNOWN,
        "crl-delta",
        "a delta list",
        ISSUING.crl().with("2.5.29.27", true, new byte[] {2, 1, 1}));
    crl(
        REVOCATION_UNKNOWN,
        "crl-critical",
        "a list with an unknown critical extension",
        ISSUING.crl().with("1.2.3.4", true, new byte[] {5, 0}));
    crl(
        REVOCATION_UNKNOWN,
        "crl-entry-critical",
        "an entry with a critical extension",
        ISSUING.crl().revoked(BigInteger.TEN, NOW - DAY, "2.5.29.29", true, new byte[] {0x30, 0}));
    crl(REVOCATION_UNKNOWN, "crl-authorities", "a list of authorities only", ISSUING.crl().only(2));
    crl(REVOCATION_UNKNOWN, "crl-indirect", "an indirect list", ISSUING.crl().only(4));
    crl(
        REVOCATION_UNKNOWN,
        "crl-point",
        "a list of one distribution point",
        ISSUING.crl().with("2.5.29.28", true, new byte[] {0x30, 2, (byte) 0xa0, 0}));
    TestAuthority mute =
        ROOT.sub(
            TestCertificate.authority("Mute Issuing", TestCardKey.p256("mute"))
                .serial(4)
                .keyUsage(5));
    add(
        CardCases.by(
                new dev.countersign.proof.testing.SoftwareCard(
                    CardFixture.CARD_KEY, mute.chain(CardCases.certificate())),
                ExamineCase.refused(
                    REVOCATION_UNKNOWN,
                    "x509-crl-key-usage",
                    "",
                    "an authority that signs no lists"))
            .trust(CardFixture.trust(List.of(ROOT.crl().der(), mute.crl().der()), List.of())));
  }

  private void responses() {
    ocsp(
        REVOCATION_UNKNOWN,
        "ocsp-unknown",
        "a responder that does not know it",
        ISSUING.ocsp(LEAF).unknown());
    ocsp(
        REVOCATION_UNKNOWN,
        "ocsp-stale",
        "a response that ends in this second",
        ISSUING.ocsp(LEAF).updates(NOW - DAY, OptionalLong.of(NOW)));
    ocsp(
        REVOCATION_UNKNOWN,
        "ocsp-endless",
        "a response without a next one",
        ISSUING.ocsp(LEAF).updates(NOW - 60, OptionalLong.empty()));
    ocsp(
        REVOCATION_UNKNOWN,
        "ocsp-other",
        "a response about another certificate",
        ISSUING.ocsp(CardFixture.CARD_RSA.chain().getFirst()));
    ocsp(
        REVOCATION_UNKNOWN,
        "ocsp-other-issuer",
        "a response about another authority's certificate",
        ROOT.ocsp(LEAF));
    ocsp(
        REVOCATION_UNKNOWN,
        "ocsp-issuer-key",
        "a response about what an older key of the authority issued",
        ISSUING.ocsp(LEAF).issuerKey(TestCardKey.p256("older")));
    ocsp(
        REVOCATION_UNKNOWN,
        "ocsp-issuer-name",
        "a response about what the key issued under another name",
        ISSUING.ocsp(LEAF).issuerName(ROOT));
    ocsp(
        REVOCATION_UNKNOWN,
        "ocsp-signature",
        "a response that another key signed",
        ISSUING.ocsp(LEAF).signedBy(TestCardKey.p256("stranger")));
  }

  private void responders() {
    ocsp(
        REVOCATION_UNKNOWN,
        "ocsp-responder",
        "a responder that calls itself another authority",
        ISSUING.ocsp(LEAF).responder(ROOT));
    ocsp(
        REVOCATION_UNKNOWN,
        "ocsp-no-eku",
        "a responder that was certified for something else",
        by(responder().ekus(TestCertificate.EKU), ISSUING));
    ocsp(
        REVOCATION_UNKNOWN,
        "ocsp-more-ekus",
        "a responder certified for more than this",
        by(responder().ekus("1.3.6.1.5.5.7.3.9", TestCertificate.EKU), ISSUING));
    ocsp(
        REVOCATION_UNKNOWN,
        "ocsp-no-nocheck",
        "a responder that could itself be revoked",
        by(responder().without("1.3.6.1.5.5.7.48.1.5"), ISSUING));
    ocsp(
        REVOCATION_UNKNOWN,
        "ocsp-foreign",
        "a responder that another authority certified",
        by(responder(), ROOT));
    ocsp(
        REVOCATION_UNKNOWN,
        "ocsp-expired",
        "a responder whose certificate ended",
        by(responder().valid(NOW - DAY, NOW - 1), ISSUING));
    ocsp(
        REVOCATION_UNKNOWN,
        "ocsp-early",
        "a responder whose certificate begins in the next second",
        by(responder().valid(NOW + 1, NOW + DAY), ISSUING));
    ocsp(
        REVOCATION_UNKNOWN,
        "ocsp-key-usage",
        "a responder whose key is not for signatures",
        by(responder().keyUsage(4), ISSUING));
    ocsp(
        REVOCATION_UNKNOWN,
        "ocsp-critical",
        "a responder with an unknown critical extension",
        by(responder().with("1.2.3.4", true, DERNull.INSTANCE), ISSUING));
  }

  private static TestCertificate responder() {
    return TestCertificate.card("Responder", TestCardKey.p256("responder"))
        .serial(8000)
        .ocspResponder();
  }

  private static TestOcsp by(TestCertificate responder, TestAuthority certifiedBy) {
    return ISSUING.ocsp(LEAF).by(responder, certifiedBy.issue(responder));
  }

  private void crl(RefusalCode code, String name, String about, TestCrl crl) {
    statements(code, name, about, List.of(ROOT.crl().der(), crl.der()), List.of());
  }

  private void ocsp(RefusalCode code, String name, String about, TestOcsp response) {
    statements(code, name, about, List.of(ROOT.crl().der()), List.of(response.der()));
  }

  private void statements(
      RefusalCode code, String name, String about, List<Bytes> crls, List<Bytes> ocsp) {
    add(CardCases.with(code, name, about).trust(CardFixture.trust(crls, ocsp)));
  }

  private void goodCrl(String name, String about, TestCrl crl) {
    add(
        CardCases.good(CARD, name, about)
            .trust(CardFixture.trust(List.of(ROOT.crl().der(), crl.der()), List.of())));
  }

  private void goodOcsp(String name, String about, TestOcsp response) {
    add(
        CardCases.good(CARD, name, about)
            .trust(CardFixture.trust(List.of(ROOT.crl().der()), List.of(response.der()))));
  }
}
