package dev.countersign.proof.vectors;

import static dev.countersign.proof.RefusalCode.*;
import static dev.countersign.proof.testing.CardFixture.CARD;
import static dev.countersign.proof.testing.CardFixture.CARD_KEY;
import static dev.countersign.proof.testing.CardFixture.CARD_P384;
import static dev.countersign.proof.testing.CardFixture.CARD_RSA;
import static dev.countersign.proof.testing.CardFixture.ISSUING;
import static dev.countersign.proof.testing.CardFixture.ROOT;
import static dev.countersign.proof.testing.CardFixture.card;
import static dev.countersign.proof.vectors.ExamineCase.refused;
import static dev.countersign.proof.vectors.ExamineCase.valid;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.decision.Decision;
import dev.countersign.proof.testing.CardFixture;
import dev.countersign.proof.testing.Edit;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.SoftwareCard;
import dev.countersign.proof.testing.TestCardKey;
import dev.countersign.proof.testing.TestCertificate;
import dev.countersign.proof.verify.Credential;
import dev.countersign.proof.verify.TrustFile;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/** The cases of smart cards: form of the evidence, the token, the signature and the certificate. */
final class CardCases extends ExamineTopic {
  CardCases() {
    accepted();
    form();
    token();
    signature();
  }

  /** A case in which this card makes the evidence. */
  static ExamineCase by(SoftwareCard card, ExamineCase each) {
    return each.with(s -> s.card(card).request(CardFixture::forCards)).trust(CardFixture.trust());
  }

  /** A case with the fixture's card. */
  static ExamineCase with(RefusalCode code, String name, String about) {
    return by(CARD, refused(code, "x509-" + name, "", about));
  }

  static ExamineCase good(SoftwareCard card, String name, String about) {
    return by(card, valid(Decision.APPROVE, "x509-" + name, "", about));
  }

  /** The fixture's key under another certificate of the issuing authority. */
  static TestCertificate certificate() {
    return TestCertificate.card("Maria", CARD_KEY);
  }

  private void accepted() {
    add(by(CARD, valid(Decision.APPROVE, "x509-es256", "S0.10", "a card with a P-256 key")));
    add(good(CARD_P384, "es384", "a card with a P-384 key"));
    add(good(CARD_RSA, "ps256", "a card with an RSA key"));
    add(by(CARD, valid(Decision.DENY, "x509-deny", "", "a card denies")));
    add(good(card(certificate().serial(99)), "renewed", "another certificate of the enrolled key"));
    add(
        good(
            new SoftwareCard(CARD_KEY, ROOT.chain(certificate())),
            "direct",
            "a certificate of the root itself"));
    add(
        good(CARD, "possession", "a card that is enrolled as possession, where that is allowed")
            .with(s ->
                s.request(
                    r -> Edit.set(r, "confirmation.token_kinds.0", Credential.Card.POSSESSION)))
            .trust(
                CardFixture.trust(
                    CardFixture.certificates(),
                    CardFixture.crls(),
                    List.of(),
                    List.of(CardFixture.token(CARD, false)))));
    add(
        good(CARD, "models", "a list of FIDO2 models says nothing about cards")
            .with(s ->
                s.request(r ->
                    Edit.set(
                        CardFixture.forCards(r),
                        "confirmation.aaguids",
                        dev.countersign.proof.json.JsonArray.ofStrings(
                            List.of("00000000-0000-4000-8000-000000000009"))))));
  }

  private void form() {
    header("header-space", "a space in the header", t -> t.replaceFirst(":", ": "));
    header(
        "header-order",
        "typ before alg",
        t -> t.replaceFirst("(\"alg\":\"ES256\"),(\"typ\":\"[^\"]*\")", "$2,$1"));
    header("header-escape", "a needless escape", t -> t.replaceFirst("/", "\\\\/"));
    header("header-unknown", "an unknown member", t -> t.replaceFirst("\\{", "{\"b64\":true,"));
    header("header-crit", "a critical member", t -> t.replaceFirst("}$", ",\"crit\":[\"exp\"]}"));
    header("header-kid", "a key id", t -> t.replaceFirst("}$", ",\"kid\":\"1\"}"));
    header("header-duplicate", "alg twice", t -> t.replaceFirst("\\{", "{\"alg\":\"none\","));
    header("header-none", "no algorithm", t -> t.replaceFirst("ES256", "none"));
    header(
        "header-rs256", "an algorithm that is not allowed", t -> t.replaceFirst("ES256", "RS256"));
    header("header-hs256", "a shared secret", t -> t.replaceFirst("ES256", "HS256"));
    header("header-lower", "an algorithm in lower case", t -> t.replaceFirst("ES256", "es256"));
    header("header-typ", "a JWT", t -> t.replaceFirst("decision\\+jws", "JWT"));
    header(
        "header-enrolment",
        "a proof of possession in a decision's place",
        t -> t.replaceFirst("decision\\+jws", "enrolment+jws"));
    header("header-no-typ", "no type", t -> t.replaceFirst("\"typ\":\"decision\\+jws\",", ""));
    header("header-no-x5c", "no chain", t -> t.replaceFirst("\"x5c\":\\[[^\\]]*\\],", ""));
    header("header-empty-x5c", "an empty chain", t -> t.replaceFirst("\\[[^\\]]*\\]", "[]"));
    header(
        "header-long-x5c",
        "five certificates",
        t -> t.replaceFirst("\\[(\"[^\"]*\"),(\"[^\"]*\")\\]", "[$1,$2,$2,$2,$2]"));
    header(
        "header-thumbprint",
        "the digest of another certificate",
        t ->
            t.replaceFirst(
                "\"x5t#S256\":\"[^\"]*\"",
                "\"x5t#S256\":\"" + ISSUING.certificate().thumbprint() + "\""));
    header(
        "header-no-thumbprint", "no digest", t -> t.replaceFirst(",\"x5t#S256\":\"[^\"]*\"", ""));
    header("header-array", "an array in the header's place", t -> "[" + t + "]");
    jws("two-parts", "no signature part", t -> t.substring(0, t.lastIndexOf('.')));
    jws("four-parts", "a part too many", t -> t + ".AA");
    jws("padding", "a padded signature", t -> t + "==");
    jws("detached", "a header that is no base64url", t -> "*" + t);
    jws("general", "not a compact JWS", t -> "AAAA");
    certificateText(
        "base64url", "a certificate in base64url", t -> t.replace('/', '_').replace('+', '-'));
    certificateText(
        "unpadded", "a certificate without padding", t -> t.replaceFirst("=+$", "") + " ");
    certificateBytes("trailing", "a byte after the certificate", der -> joined(der, new byte[1]));
    certificateBytes("cut", "a certificate that is cut off", der -> der.slice(0, der.size() - 1));
    certificateBytes("none", "no DER at all", der -> Bytes.utf8("certificate"));
    certificateBytes(
        "long-length", "a length that is not in its shortest form", CardCases::longLength);
    certificateBytes("indefinite", "an indefinite length", CardCases::indefinite);
    issued("version-1", "a version that is not 3", certificate().version(0));
    issued("serial-zero", "serial number 0", certificate().serial(0));
    issued(
        "serial-long",
        "a serial number of 21 bytes",
        certificate().serial(java.math.BigInteger.ONE.shiftLeft(160)));
    issued("extension-twice", "an extension that stands twice", certificate().twice("2.5.29.37"));
    issued(
        "algorithms-differ",
        "another algorithm inside than beside",
        certificate().innerAlgorithm(TestCardKey.rsa("maria's card", 2048).signatureAlgorithm()));
    issued(
        "explicit-false",
        "a default that is written",
        certificate()
            .with(
                "2.5.29.19",
                true,
                new org.bouncycastle.asn1.DERSequence(org.bouncycastle.asn1.ASN1Boolean.FALSE)));
    add(
        with(MALFORMED_PROOF, "and-webauthn", "two kinds of evidence")
            .proofText(t -> t.replaceFirst("\"evidence\":\\{", "\"evidence\":{\"webauthn\":{},")));
    add(
        with(MALFORMED_PROOF, "unknown-member", "an unknown member beside the JWS")
            .proofText(t -> t.replaceFirst("\"jws\":", "\"kid\":\"1\",\"jws\":")));
  }

  private void token() {
    SoftwareCard stranger = card(TestCertificate.card("Stranger", TestCardKey.p256("stranger")));
    add(by(stranger, refused(UNKNOWN_TOKEN, "x509-unknown-key", "S0.5", "a card nobody enrolled")));
    add(
        with(TOKEN_NOT_ALLOWED, "kind-not-allowed", "the request allows FIDO2 keys only")
            .with(s -> s.request(UnaryOperator.identity())));
    add(
        with(TOKEN_NOT_ALLOWED, "possession-not-allowed", "a card that does not verify its user")
            .trust(
                CardFixture.trust(
                    CardFixture.certificates(),
                    CardFixture.crls(),
                    List.of(),
                    List.of(CardFixture.token(CARD, false)))));
    TrustFile.Token revoked =
        new TrustFile.Token(CARD.credential(true), OptionalLong.of(Fixture.DECIDED_AT));
    add(
        by(CARD, refused(TOKEN_REVOKED, "x509-token-revoked", "S0.5", "the card's enrolment ended"))
            .trust(
                CardFixture.trust(
                    CardFixture.certificates(), CardFixture.crls(), List.of(), List.of(revoked))));
  }

  private void signature() {
    add(
        with(WRONG_ALGORITHM, "algorithm", "an algorithm of another key")
            .jws(t -> CARD.withHeader(t, h -> h.replaceFirst("ES256", "ES384"))));
    add(
        by(CARD_RSA, refused(WRONG_ALGORITHM, "x509-algorithm-rsa", "", "ECDSA with an RSA key"))
            .jws(t -> CARD_RSA.withHeader(t, h -> h.replaceFirst("PS256", "ES256"))));
    add(
        by(CARD, refused(PAYLOAD_MISMATCH, "x509-payload", "S0.1", "a signature of something else"))
            .jws(t -> CARD.withPayload(t, d -> joined(d, new byte[] {' '}))));
    add(
        with(PAYLOAD_MISMATCH, "payload-empty", "a signature of nothing")
            .jws(t -> CARD.withPayload(t, d -> Bytes.of(new byte[0]))));
    signature(CARD, "signature-empty", "no signature", m -> Bytes.of(new byte[0]));
    signature(CARD, "signature-zero", "zeros", m -> Bytes.of(new byte[64]));
    signature(
        CARD, "signature-der", "a signature in DER", m -> Bytes.of(CARD_KEY.sign(m.toArray())));
    signature(
        CARD,
        "signature-other-key",
        "another key",
        m -> TestCardKey.p256("stranger").signJws(m.toArray()));
    signature(
        CARD,
        "signature-long",
        "a zero in front of r",
        m -> joined(Bytes.of(new byte[1]), CARD_KEY.signJws(m.toArray()).toArray()));
    signature(
        CARD,
        "signature-trailing",
        "a byte after s",
        m -> joined(CARD_KEY.signJws(m.toArray()), new byte[1]));
    TestCardKey rsa = CARD_RSA.key();
    signature(CARD_RSA, "pss-salt-20", "a salt of 20 bytes", m -> rsa.signPss(m.toArray(), 20));
    signature(CARD_RSA, "pss-salt-0", "no salt", m -> rsa.signPss(m.toArray(), 0));
    signature(CARD_RSA, "pkcs1", "PKCS #1 v1.5", m -> Bytes.of(rsa.sign(m.toArray())));
  }

  private void signature(SoftwareCard card, String name, String about, UnaryOperator<Bytes> sign) {
    add(
        by(card, refused(BAD_TOKEN_SIGNATURE, "x509-" + name, "", about))
            .jws(t -> card.withSignature(t, sign)));
  }

  private void header(String name, String about, UnaryOperator<String> edit) {
    jws(name, about, t -> CARD.withHeader(t, edit));
  }

  private void jws(String name, String about, UnaryOperator<String> edit) {
    add(with(MALFORMED_JWS, name, about).jws(edit));
  }

  private void certificateText(String name, String about, UnaryOperator<String> edit) {
    String leaf = CARD.chain().getFirst().base64();
    add(
        with(MALFORMED_CERTIFICATE, "certificate-" + name, about)
            .jws(t -> CARD.withHeader(t, h -> h.replace(leaf, edit.apply(leaf)))));
  }

  private void certificateBytes(String name, String about, UnaryOperator<Bytes> edit) {
    Bytes der = edit.apply(CARD.chain().getFirst().der());
    String text = java.util.Base64.getEncoder().encodeToString(der.toArray());
    certificateText(name, about, t -> text);
  }

  private void issued(String name, String about, TestCertificate certificate) {
    byte[] der = ISSUING.der(certificate);
    certificateBytes(name, about, old -> Bytes.of(der));
  }

  static Bytes joined(Bytes first, byte[] second) {
    byte[] all = java.util.Arrays.copyOf(first.toArray(), first.size() + second.length);
    System.arraycopy(second, 0, all, first.size(), second.length);
    return Bytes.of(all);
  }

  /**
   * The outermost length with a zero in front: {@code 30 82 hi lo} becomes {@code 30 83 00 hi lo}.
   */
  private static Bytes longLength(Bytes der) {
    byte[] head = {der.toArray()[0], (byte) 0x83, 0};
    return joined(Bytes.of(head), der.slice(2, der.size()).toArray());
  }

  /** {@code 30 80 … 00 00}, as BER allows. */
  private static Bytes indefinite(Bytes der) {
    byte[] head = {der.toArray()[0], (byte) 0x80};
    return joined(joined(Bytes.of(head), der.slice(4, der.size()).toArray()), new byte[2]);
  }
}
