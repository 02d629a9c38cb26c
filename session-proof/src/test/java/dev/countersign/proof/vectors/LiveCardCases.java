package dev.countersign.proof.vectors;

import static dev.countersign.proof.RefusalCode.*;
import static dev.countersign.proof.testing.CardFixture.CARD;
import static dev.countersign.proof.testing.CardFixture.CARD_KEY;
import static dev.countersign.proof.testing.CardFixture.CARD_P384;
import static dev.countersign.proof.testing.CardFixture.CARD_RSA;
import static dev.countersign.proof.testing.CardFixture.ISSUING;
import static dev.countersign.proof.testing.CardFixture.ROOT;
import static dev.countersign.proof.testing.CardFixture.card;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.decision.Decision;
import dev.countersign.proof.testing.CardFixture;
import dev.countersign.proof.testing.Edit;
import dev.countersign.proof.testing.Fixture;
import dev.countersign.proof.testing.MemoryLiveState;
import dev.countersign.proof.testing.SoftwareCard;
import dev.countersign.proof.testing.TestAuthority;
import dev.countersign.proof.testing.TestCardKey;
import dev.countersign.proof.testing.TestCertificate;
import dev.countersign.proof.verify.Credential;
import dev.countersign.proof.verify.Enrolments.Standing;
import dev.countersign.proof.verify.Enrolments.StoredToken;
import dev.countersign.proof.verify.X509Trust;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/** Smart cards at a gateway: what authorize accepts, and steps 10 and 11 against its state. */
final class LiveCardCases extends AuthorizeTopic {
  private static final long DAY = 86_400;
  private static final long NOW = Fixture.ISSUED_AT + 45;

  LiveCardCases() {
    accepted();
    token();
    signature();
    certificate();
    revocation();
  }

  /** A case in which this card makes the evidence, at a gateway that enrolled it. */
  private AuthorizeCase by(SoftwareCard card, AuthorizeCase each) {
    return add(each)
        .with(s -> s.card(card).request(CardFixture::forCards))
        .state(s -> {
          s.storedCounter = 0;
          enrol(s, card.credential(true), Standing.GOOD);
          trust(s, CardFixture.crls(), List.of());
        });
  }

  private AuthorizeCase good(SoftwareCard card, String name, String about) {
    return by(card, AuthorizeCase.valid("live-x509-" + name, "", about));
  }

  private AuthorizeCase refused(SoftwareCard card, RefusalCode code, String name, String about) {
    return by(card, AuthorizeCase.refused(code, "live-x509-" + name, "", about));
  }

  private AuthorizeCase refused(RefusalCode code, String name, String about) {
    return refused(CARD, code, name, about);
  }

  private static void enrol(MemoryLiveState state, Credential card, Standing standing) {
    state.tokens.put(card.id(), new StoredToken(card, Fixture.APPROVER, false, standing));
  }

  private static void trust(MemoryLiveState state, List<Bytes> crls, List<Bytes> ocsp) {
    trust(state, CardFixture.x509(CardFixture.certificates(), crls, ocsp));
  }

  private static void trust(MemoryLiveState state, X509Trust x509) {
    state.cardTrust = Optional.of(new RecordedState.CardTrust(x509, DAY));
    state.cards = x509.rulesNow(DAY);
  }

  private void accepted() {
    good(CARD, "es256", "a card with a P-256 key");
    good(CARD_P384, "es384", "a card with a P-384 key");
    good(CARD_RSA, "ps256", "a card with an RSA key");
    good(CARD, "deny", "a card denies").decision(Decision.DENY);
    good(card(TestCertificate.card("Maria", CARD_KEY).serial(99)), "renewed", "a new certificate")
        .state(s -> enrol(s, CARD.credential(true), Standing.GOOD));
    good(CARD, "possession", "a card enrolled as possession, where that is allowed")
        .with(s ->
            s.request(r -> Edit.set(r, "confirmation.token_kinds.0", Credential.Card.POSSESSION)))
        .state(s -> enrol(s, CARD.credential(false), Standing.GOOD));
    good(CARD, "ocsp", "an answer in the issuing authority's list's place")
        .state(s ->
            trust(
                s,
                List.of(ROOT.crl().der()),
                List.of(ISSUING.ocsp(CARD.chain().getFirst()).der())));
  }

  private void token() {
    refused(UNKNOWN_TOKEN, "unknown", "a card that nobody enrolled").state(s -> s.tokens.clear());
    refused(TOKEN_REVOKED, "token-revoked", "the card's enrolment ended")
        .state(s -> enrol(s, CARD.credential(true), Standing.REVOKED));
    refused(TOKEN_SUSPENDED, "token-suspended", "the card is suspended")
        .state(s -> enrol(s, CARD.credential(true), Standing.SUSPENDED));
    refused(TOKEN_NOT_ALLOWED, "kind", "the request allows FIDO2 keys only")
        .with(s -> s.request(UnaryOperator.identity()));
    refused(TOKEN_NOT_ALLOWED, "no-user-verification", "a card that is possession alone")
        .state(s -> enrol(s, CARD.credential(false), Standing.GOOD));
  }

  private void signature() {
    refused(MALFORMED_JWS, "form", "a space in the header")
        .jws(t -> CARD.withHeader(t, h -> h.replaceFirst(":", ": ")));
    refused(MALFORMED_CERTIFICATE, "certificate-form", "a certificate that is none")
        .jws(t -> CARD.withHeader(t, h -> h.replace(CARD.chain().getFirst().base64(), "AAAA")));
    refused(WRONG_ALGORITHM, "algorithm", "an algorithm of another key")
        .jws(t -> CARD.withHeader(t, h -> h.replaceFirst("ES256", "ES384")));
    refused(PAYLOAD_MISMATCH, "payload", "a signature of something else")
        .jws(t -> CARD.withPayload(t, d -> CardCases.joined(d, new byte[] {' '})));
    refused(BAD_TOKEN_SIGNATURE, "signature", "another key's signature")
        .jws(t -> CARD.withSignature(t, m -> TestCardKey.p256("stranger").signJws(m.toArray())));
  }

  private void certificate() {
    refused(CERTIFICATE_NOT_TRUSTED, "no-cards", "a gateway that takes no card")
        .state(s -> s.cardTrust = Optional.empty());
    TestAuthority stranger = TestAuthority.root("stranger root");
    TestCertificate own = TestCertificate.card("Maria", CARD_KEY);
    refused(
        new SoftwareCard(CARD_KEY, stranger.chain(own)),
        CERTIFICATE_NOT_TRUSTED,
        "stranger",
        "the enrolled key under another root");
    refused(
        card(TestCertificate.card("Maria", CARD_KEY).ekus("1.3.6.1.5.5.7.3.2")),
        CERTIFICATE_NOT_ALLOWED,
        "purpose",
        "a certificate for another purpose");
    refused(
        card(TestCertificate.card("Maria", CARD_KEY).valid(NOW - DAY, NOW - 1)),
        CERTIFICATE_EXPIRED,
        "expired",
        "a certificate that ended a second ago");
    refused(
        card(TestCertificate.card("Maria", CARD_KEY).valid(NOW + 1, NOW + DAY)),
        CERTIFICATE_NOT_YET_VALID,
        "not-yet",
        "a certificate that begins in a second");
  }

  private void revocation() {
    refused(CERTIFICATE_REVOKED, "revoked", "the certificate is on its authority's list")
        .state(s ->
            trust(
                s,
                List.of(
                    ROOT.crl().der(),
                    ISSUING
                        .crl()
                        .revoked(CARD.chain().getFirst().serial(), Fixture.ISSUED_AT - 7200)
                        .der()),
                List.of()));
    refused(REVOCATION_UNKNOWN, "no-list", "no list of the issuing authority")
        .state(s -> trust(s, List.of(ROOT.crl().der()), List.of()));
    list("list-old", "a list of more than a day, though its next one is not due", NOW - DAY - 1);
    list("list-future", "a list from more than a minute ahead", NOW + 61);
    good(CARD, "list-ahead", "a list from a minute ahead: clocks differ")
        .state(s -> trust(s, since(NOW + 60), List.of()));
    refused(CERTIFICATE_REVOKED, "list-ahead-revoked", "listed by a clock that is ahead of ours")
        .state(s ->
            trust(
                s,
                List.of(
                    ROOT.crl().der(),
                    ISSUING
                        .crl()
                        .updates(NOW + 30, OptionalLong.of(NOW + DAY))
                        .revoked(CARD.chain().getFirst().serial(), NOW + 20)
                        .der()),
                List.of()));
    refused(CERTIFICATE_REVOKED, "ocsp-ahead-revoked", "an answer by a clock ahead of ours")
        .state(s ->
            trust(
                s,
                List.of(ROOT.crl().der()),
                List.of(
                    ISSUING
                        .ocsp(CARD.chain().getFirst())
                        .updates(NOW + 30, OptionalLong.of(NOW + DAY))
                        .revoked(NOW + 20)
                        .der())));
    good(CARD, "list-day", "a list of exactly a day")
        .state(s -> trust(s, since(NOW - DAY), List.of()));
    good(CARD, "list-now", "a list of this second").state(s -> trust(s, since(NOW), List.of()));
  }

  private void list(String name, String about, long thisUpdate) {
    refused(REVOCATION_UNKNOWN, name, about).state(s -> trust(s, since(thisUpdate), List.of()));
  }

  private static List<Bytes> since(long thisUpdate) {
    return List.of(
        ROOT.crl().der(), ISSUING.crl().updates(thisUpdate, OptionalLong.of(NOW + 2 * DAY)).der());
  }
}
