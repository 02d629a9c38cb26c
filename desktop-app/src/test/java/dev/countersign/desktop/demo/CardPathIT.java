package dev.countersign.desktop.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.CardPinState;
import dev.countersign.bridge.CardSignOutcome;
import dev.countersign.bridge.Token;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.desktop.approval.AuditLogPort;
import dev.countersign.desktop.approval.Decisions;
import dev.countersign.desktop.approval.EnrolledCredential.CardCredential;
import dev.countersign.desktop.approval.FakeCard;
import dev.countersign.desktop.approval.Inbox;
import dev.countersign.desktop.approval.InboxItem;
import dev.countersign.desktop.approval.Journey;
import dev.countersign.desktop.approval.JourneyPorts;
import dev.countersign.desktop.approval.JourneyState;
import dev.countersign.desktop.approval.Journeys;
import dev.countersign.desktop.approval.TokenPort;
import dev.countersign.desktop.audit.AuditEntry.Content;
import dev.countersign.desktop.audit.AuditLog;
import dev.countersign.desktop.audit.DecisionOutcome;
import dev.countersign.desktop.audit.Genesis;
import dev.countersign.desktop.audit.OpenOutcome;
import dev.countersign.desktop.enrollment.Enroller;
import dev.countersign.desktop.enrollment.EnrolmentFile;
import dev.countersign.desktop.enrollment.EnrolmentOutcome;
import dev.countersign.desktop.enrollment.FileDeviceKey;
import dev.countersign.desktop.submission.DpopHttp;
import dev.countersign.desktop.submission.GatewayAddress;
import dev.countersign.desktop.submission.GatewayClient;
import dev.countersign.desktop.submission.PendingProofFile;
import dev.countersign.desktop.submission.PlainHttp;
import dev.countersign.gateway.EmbeddedGateway;
import dev.countersign.gateway.enrollment.AttestationTrust;
import dev.countersign.gateway.enrollment.CardPolicy;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.crypto.P256SigningKey;
import dev.countersign.proof.decision.DecisionStatement;
import dev.countersign.proof.decision.Receipt;
import dev.countersign.proof.decision.ReviewedRequest;
import dev.countersign.proof.presentation.Presentation;
import dev.countersign.proof.request.VerifiedRequest;
import dev.countersign.proof.testing.SoftwareCard;
import dev.countersign.proof.testing.TestAuthority;
import dev.countersign.proof.testing.TestCardKey;
import dev.countersign.proof.testing.TestCertificate;
import dev.countersign.proof.testing.TestCrl;
import dev.countersign.proof.verify.Examination;
import dev.countersign.proof.verify.TrustFile;
import dev.countersign.proof.verify.Verifier;
import dev.countersign.proof.verify.X509Trust;
import dev.countersign.proof.x509.CardRules;
import dev.countersign.proof.x509.CertificateTrust;
import dev.countersign.proof.x509.Freshness;
import dev.countersign.proof.x509.RevocationMaterial;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Enrolment and decisions of a card in software against a real gateway over HTTP. */
@DisplayName("A smart card from its enrolment to the audit log, against a real gateway")
class CardPathIT {
  private static final String ISSUER = "gateway.test";
  private static final String AUDIENCE = "approvals.test";
  private static final String PIN_POLICY = "1.3.6.1.4.1.55555.2.9";
  private static final long DAY = 86_400;
  private static final Clock CLOCK = Clock.systemUTC();

  @TempDir Path folder;

  private final long now = CLOCK.instant().getEpochSecond();
  private final TestAuthority root =
      TestAuthority.root(
          TestCertificate.authority("Card Root", TestCardKey.p256("card root"))
              .serial(1)
              .valid(now - DAY, now + 300 * DAY));
  private final AtomicReference<Bytes> crl = new AtomicReference<>();
  private final FakeCard card = card("Ada", 4711, "Reader 1");
  private final List<Card> inserted = new CopyOnWriteArrayList<>(List.of(card));
  private final HttpClient client = DpopHttp.newClient();
  private final Inbox inbox = new Inbox(CLOCK);
  private final P256SigningKey requesterKey = P256SigningKey.generate(new SecureRandom());
  private EmbeddedGateway gateway;
  private FileDeviceKey device;

  @BeforeEach
  void start() throws Exception {
    crl.set(fresh().der());
    gateway =
        EmbeddedGateway.start(
            EmbeddedGateway.Options.of(
                    folder.resolve("gateway"),
                    ISSUER,
                    AUDIENCE,
                    AttestationTrust.real(List.of(), true))
                .withCards(policy()));
    device = FileDeviceKey.create(folder.resolve("device.key"));
  }

  @AfterEach
  void stop() {
    inbox.close();
    gateway.close();
    client.close();
  }

  private FakeCard card(String name, long serial, String reader) {
    TestCardKey key = TestCardKey.p256(name + "'s card");
    TestCertificate certificate =
        TestCertificate.card(name, key)
            .serial(serial)
            .policies(PIN_POLICY)
            .valid(now - DAY, now + 100 * DAY);
    return new FakeCard(new SoftwareCard(key, root.chain(certificate)), reader);
  }

  private TestCrl fresh() {
    return root.crl().updates(now - 60, OptionalLong.of(now + DAY));
  }

  private CardPolicy policy() {
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

  private EnrolmentOutcome enrol(FakeCard with) throws Exception {
    PlainHttp http = new PlainHttp(client, new GatewayAddress(gateway.base()), CLOCK);
    List<String> said = new ArrayList<>();
    return new Enroller(http, device)
        .enrol(
            gateway.addApprover("ada", "Ada Lovelace", List.of("security")),
            new Enroller.CardOwner(
                with,
                with.listed().certificates().getFirst(),
                "my card",
                message -> {
                  said.add(message.orElse(""));
                  return Optional.of("1234".toCharArray());
                },
                words -> {}),
            CLOCK);
  }

  /** An enrolled desk that is open. */
  private final class OpenCardDesk implements AutoCloseable {
    private final AuditLog log;
    private final Decisions decisions;
    private final VerifiedRequest request;
    private final List<JourneyState> states = new CopyOnWriteArrayList<>();

    OpenCardDesk() throws Exception {
      EnrolmentOutcome outcome = enrol(card);
      assertThat(outcome).isInstanceOf(EnrolmentOutcome.Enrolled.class);
      Path file = folder.resolve("enrolment.json");
      ((EnrolmentOutcome.Enrolled) outcome).pins().save(file);
      EnrolmentFile enrolment = EnrolmentFile.open(file);
      String jkt = device.publicKey().thumbprint();
      Genesis genesis = Genesis.ofDevice(jkt, ISSUER);
      log = ((OpenOutcome.Opened) AuditLog.open(folder.resolve("audit.db"), genesis, CLOCK)).log();
      decisions =
          new Decisions(
              new JourneyPorts(
                  enrolment.identity(
                      device, genesis.origin(), new DecisionStatement.App("countersign", "0.1.0")),
                  new GatewayClient(http(jkt, device)),
                  new AuditLogPort(log),
                  new Inserted(),
                  new PendingProofFile(folder.resolve("pending.json")),
                  new JourneyPorts.Timing(
                      CLOCK,
                      Duration.ofSeconds(30),
                      Duration.ofSeconds(30),
                      Duration.ofSeconds(30),
                      Duration.ofSeconds(5),
                      Duration.ofMillis(50))),
              inbox);
      request = ask(enrolment);
      inbox.put(new InboxItem.Approvable(Presentation.of(request), CLOCK.instant()));
    }

    private VerifiedRequest ask(EnrolmentFile enrolment) throws Exception {
      gateway.addExecutor("vault-1", List.of("*"), requesterKey.publicKey());
      DemoRole role = DemoRole.load("agent");
      gateway.addRequester(role.id(), role.requester().type(), requesterKey.publicKey());
      DemoRequester requester =
          new DemoRequester(
              http(role.id(), requesterKey), requesterKey, enrolment.pins().gatewayKeys());
      return DemoActor.begin(role, requester, ISSUER, CLOCK).ask();
    }

    /** Denies: the same way as an approval, without phrase and review time. */
    JourneyState decide() throws RefusedException {
      ReviewedRequest denial =
          ReviewedRequest.deny(
              Presentation.of(request),
              false,
              Optional.of("not now"),
              new ReviewedRequest.Facts(false, 10, Optional.empty()));
      states.clear();
      Journey journey = decisions.begin(denial, states::add);
      JourneyState last = Journeys.toTheEnd(journey, "1234");
      await().until(() -> !states.isEmpty() && states.getLast() == last);
      return last;
    }

    String failure() {
      return ((JourneyState.Failed) states.getLast()).failure().text();
    }

    Optional<DecisionOutcome.Accepted> accepted() {
      return log.entries(Long.MAX_VALUE, 100).stream()
          .filter(entry -> entry.content() instanceof Content.Ended)
          .map(entry -> ((Content.Ended) entry.content()).outcome())
          .filter(DecisionOutcome.Accepted.class::isInstance)
          .map(DecisionOutcome.Accepted.class::cast)
          .findFirst();
    }

    @Override
    public void close() {
      log.close();
    }
  }

  private final class Inserted implements TokenPort {
    @Override
    public List<Token> attached() {
      return List.of();
    }

    @Override
    public List<Card> cards() {
      return inserted;
    }
  }

  private DpopHttp http(String id, dev.countersign.proof.crypto.SigningKey key) {
    return new DpopHttp(
        client,
        new GatewayAddress(gateway.base()),
        new DpopHttp.ClientIdentity(id, ISSUER, key),
        CLOCK);
  }

  @Test
  @DisplayName("S0.10 a wrong PIN and then the right one: counted, logged, and verified by anyone")
  void whole() throws Exception {
    try (OpenCardDesk desk = new OpenCardDesk()) {
      card.script.add(request -> new TokenFailure.WrongPin(OptionalInt.empty()));
      assertThat(desk.decide())
          .isInstanceOfSatisfying(
              JourneyState.Done.class,
              done ->
                  assertThat(done.receipt().assurance())
                      .isEqualTo(Receipt.Assurance.USER_VERIFIED));
      DecisionOutcome.Accepted accepted = desk.accepted().orElseThrow();
      assertThat(
              Verifier.examine(
                  TrustFile.parse(gateway.trust().bytes()),
                  desk.request.envelope().wire(),
                  accepted.proof().toArray(),
                  OptionalLong.empty()))
          .isInstanceOf(Examination.Valid.class);
    }
  }

  @Test
  @DisplayName("S0.5 S1.7 a certificate revoked after enrolment is refused, with the code shown")
  void revoked() throws Exception {
    try (OpenCardDesk desk = new OpenCardDesk()) {
      crl.set(fresh().revoked(card.soft.chain().getFirst().serial(), now).der());
      assertThat(desk.decide()).isInstanceOf(JourneyState.Failed.class);
      assertThat(desk.failure()).contains("certificate_revoked");
      assertThat(desk.accepted()).isEmpty();
    }
  }

  @Test
  @DisplayName("S0.5 a card that was swapped signs nothing, and the right one does afterwards")
  void swapped() throws Exception {
    try (OpenCardDesk desk = new OpenCardDesk()) {
      inserted.set(0, card("Mallory", 4712, "Reader 1"));
      assertThat(desk.decide()).isInstanceOf(JourneyState.Failed.class);
      assertThat(desk.failure()).contains("not the one enrolled");
      inserted.set(0, card);
      assertThat(desk.decide()).isInstanceOf(JourneyState.Done.class);
    }
  }

  @Test
  @DisplayName("enrolment pins the leaf's key, and says what the card is worth")
  void enrolment() throws Exception {
    EnrolmentOutcome.Enrolled enrolled = (EnrolmentOutcome.Enrolled) enrol(card);
    assertThat(enrolled.worth()).isEqualTo("x509");
    assertThat(enrolled.pins().credentials())
        .containsExactly(CardCredential.of(card.soft.chain(), "my card"));
  }

  @Test
  @DisplayName("enrolment ends in the card's own words, without asking a PIN in vain")
  void enrolmentFails() throws Exception {
    card.pin = FakeCard.tries(CardPinState.Tries.NONE);
    assertThat(enrol(card))
        .isInstanceOfSatisfying(
            EnrolmentOutcome.CardFailed.class,
            failed -> assertThat(failed.words().text()).contains("locked"));
    assertThat(card.pins).isEmpty();
  }

  @Test
  @DisplayName("S0.5 a card that signs with another key is refused before anything is sent")
  void enrolmentOfAThief() throws Exception {
    SoftwareCard other = card("Mallory", 4712, "Reader 1").soft;
    card.script.add(request ->
        new CardSignOutcome.Signed(other.key().signJws(request.signingInput().toArray()), true));
    assertThat(enrol(card)).isInstanceOf(EnrolmentOutcome.CardFailed.class);
  }

  @Test
  @DisplayName("S0.5 a certificate that the gateway does not trust is refused with its code")
  void enrolmentRefused() throws Exception {
    crl.set(fresh().revoked(card.soft.chain().getFirst().serial(), now).der());
    assertThat(enrol(card)).isEqualTo(new EnrolmentOutcome.Refused("certificate_revoked"));
  }
}
