package dev.countersign.proof.testing;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.verify.TrustFile;
import dev.countersign.proof.verify.X509Trust;
import dev.countersign.proof.x509.CertificateTrust;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** The authorities and cards that tests of smart cards are about. */
public final class CardFixture {
  public static final TestAuthority ROOT = TestAuthority.root("Example Root");
  public static final TestAuthority ISSUING =
      ROOT.sub(
          TestCertificate.authority("Example Issuing", TestCardKey.p384("issuing")).pathLength(0));
  public static final TestCardKey CARD_KEY = TestCardKey.p256("maria's card");
  public static final SoftwareCard CARD = card(TestCertificate.card("Maria", CARD_KEY));
  public static final SoftwareCard CARD_P384 =
      card(TestCertificate.card("Maria P-384", TestCardKey.p384("maria's card")).serial(4712));
  public static final SoftwareCard CARD_RSA =
      card(TestCertificate.card("Maria RSA", TestCardKey.rsa("maria's card", 2048)).serial(4713));

  private CardFixture() {}

  /** A card with the fixture's key or another, certified by the issuing authority. */
  public static SoftwareCard card(TestCertificate certificate) {
    return new SoftwareCard(certificate.key(), ISSUING.chain(certificate));
  }

  /** The statements of both authorities that nothing is revoked. */
  public static List<Bytes> crls() {
    return List.of(ROOT.crl().der(), ISSUING.crl().der());
  }

  /** One root, one purpose. */
  public static CertificateTrust certificates() {
    return new CertificateTrust(List.of(ROOT.certificate()), Set.of(TestCertificate.EKU), Set.of());
  }

  /** The same and a policy. */
  public static CertificateTrust withPolicy() {
    return new CertificateTrust(
        List.of(ROOT.certificate()), Set.of(TestCertificate.EKU), Set.of(TestCertificate.POLICY));
  }

  /** The fixture's trust with the three cards enrolled as verifying their user. */
  public static TrustFile trust() {
    return trust(crls(), List.of());
  }

  public static TrustFile trust(List<Bytes> crls, List<Bytes> ocsp) {
    return trust(certificates(), crls, ocsp);
  }

  public static TrustFile trust(CertificateTrust certificates, List<Bytes> crls, List<Bytes> ocsp) {
    return trust(
        certificates,
        crls,
        ocsp,
        List.of(token(CARD, true), token(CARD_P384, true), token(CARD_RSA, true)));
  }

  public static TrustFile trust(
      CertificateTrust certificates,
      List<Bytes> crls,
      List<Bytes> ocsp,
      List<TrustFile.Token> cards) {
    TrustFile plain = Fixture.trust();
    TrustFile.Approver maria = plain.approvers().getFirst();
    List<TrustFile.Token> tokens = new ArrayList<>(maria.tokens());
    tokens.addAll(cards);
    List<TrustFile.Approver> approvers = new ArrayList<>(plain.approvers());
    approvers.set(
        0,
        new TrustFile.Approver(
            maria.id(), maria.person(), maria.groups(), tokens, maria.devices()));
    return new TrustFile(
        plain.gateway(), plain.audience(), approvers, x509(certificates, crls, ocsp));
  }

  /** A card as enrolled and never revoked. */
  public static TrustFile.Token token(SoftwareCard card, boolean userVerified) {
    return new TrustFile.Token(card.credential(userVerified), OptionalLong.empty());
  }

  public static X509Trust x509(CertificateTrust certificates, List<Bytes> crls, List<Bytes> ocsp) {
    try {
      return new X509Trust(certificates, crls, ocsp);
    } catch (RefusedException broken) {
      throw new IllegalArgumentException("the test's own statement is malformed", broken);
    }
  }

  /** The fixture's request, for cards that verify their user. */
  public static JsonObject forCards(JsonObject request) {
    return Edit.set(
        request, "confirmation.token_kinds", JsonArray.ofStrings(List.of("fido2", "x509")));
  }
}
