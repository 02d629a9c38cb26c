package dev.countersign.desktop.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.countersign.bridge.TokenWatcher;
import dev.countersign.bridge.demo.DemoKey;
import dev.countersign.bridge.demo.DemoKeySet;
import dev.countersign.bridge.demo.DemoTouchPolicy;
import dev.countersign.desktop.approval.AuditLogPort;
import dev.countersign.desktop.approval.Decisions;
import dev.countersign.desktop.approval.Ending;
import dev.countersign.desktop.approval.GatewayAnswer;
import dev.countersign.desktop.approval.GatewayPort;
import dev.countersign.desktop.approval.Inbox;
import dev.countersign.desktop.approval.InboxItem;
import dev.countersign.desktop.approval.Journey;
import dev.countersign.desktop.approval.JourneyFailure;
import dev.countersign.desktop.approval.JourneyPorts;
import dev.countersign.desktop.approval.JourneyState;
import dev.countersign.desktop.approval.Journeys;
import dev.countersign.desktop.approval.LogWitness;
import dev.countersign.desktop.audit.AuditLog;
import dev.countersign.desktop.audit.DeskEvent;
import dev.countersign.desktop.audit.Genesis;
import dev.countersign.desktop.audit.LogVerdict;
import dev.countersign.desktop.audit.LogVerifier;
import dev.countersign.desktop.audit.OpenOutcome;
import dev.countersign.desktop.audit.VerifierKeys;
import dev.countersign.desktop.enrollment.Enroller;
import dev.countersign.desktop.enrollment.EnrolmentFile;
import dev.countersign.desktop.enrollment.EnrolmentOutcome;
import dev.countersign.desktop.enrollment.EnrolmentPins;
import dev.countersign.desktop.enrollment.FileDeviceKey;
import dev.countersign.desktop.submission.DpopHttp;
import dev.countersign.desktop.submission.GatewayAddress;
import dev.countersign.desktop.submission.GatewayClient;
import dev.countersign.desktop.submission.PendingProofFile;
import dev.countersign.desktop.submission.PlainHttp;
import dev.countersign.desktop.subscription.FeedSubscription;
import dev.countersign.desktop.subscription.FeedTiming;
import dev.countersign.gateway.EmbeddedGateway;
import dev.countersign.gateway.enrollment.AttestationTrust;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.crypto.P256SigningKey;
import dev.countersign.proof.decision.Decision;
import dev.countersign.proof.decision.DecisionStatement;
import dev.countersign.proof.decision.ReviewedRequest;
import dev.countersign.proof.log.SignedCheckpoint;
import dev.countersign.proof.request.Ask;
import dev.countersign.proof.request.Attributes;
import dev.countersign.proof.request.AuthorizationDetails;
import dev.countersign.proof.request.ConfirmationPhrase;
import dev.countersign.proof.request.Envelope;
import dev.countersign.proof.request.Requester;
import dev.countersign.proof.request.SessionKind;
import dev.countersign.proof.request.VerifiedRequest;
import dev.countersign.proof.testing.Fixture;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole path against a real gateway in this process and a software key spoken to as a real one.
 */
class WholePathIT {
  private static final String ISSUER = "demo.countersign.example";
  private static final String AUDIENCE = "approvals.demo.countersign.example";
  private static final String PIN = "246810";
  private static final Clock CLOCK = Clock.systemUTC();

  @TempDir Path folder;
  private final SecureRandom random = new SecureRandom();
  private final HttpClient client = DpopHttp.newClient();
  private final P256SigningKey requesterKey = P256SigningKey.generate(random);
  private final P256SigningKey executorKey = P256SigningKey.generate(random);
  private final DemoKeySet keys = DemoKeySet.create(CLOCK);
  private final List<JourneyState> states = new CopyOnWriteArrayList<>();
  private final Inbox inbox = new Inbox(CLOCK);
  private final Breakable breakable = new Breakable();
  private EmbeddedGateway gateway;
  private TokenWatcher watcher;
  private AuditLog log;
  private FeedSubscription feed;
  private Decisions decisions;
  private EnrolmentPins pins;
  private EnrolmentFile enrolment;
  private PendingProofFile proofs;
  private DemoRequester requester;
  private DemoExecutor executor;

  @BeforeEach
  void open() throws Exception {
    gateway = EmbeddedGateway.start(options());
    DemoKey key = keys.addKey("blue");
    key.presetPin(PIN.toCharArray());
    key.touchPolicy(DemoTouchPolicy.AUTOMATIC);
    key.plug();
    watcher = keys.watch();
    await().until(() -> watcher.tokens().size() == 1);
    FileDeviceKey device = FileDeviceKey.create(folder.resolve("device.key"));
    enrol(device);
    desk(device);
    parties();
  }

  private EmbeddedGateway.Options options() throws Exception {
    X509Certificate root =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(keys.attestationRoot()));
    return EmbeddedGateway.Options.of(
        folder.resolve("gateway"),
        ISSUER,
        AUDIENCE,
        AttestationTrust.demo(List.of(root), DemoKeySet.AAGUID.toString()));
  }

  private void enrol(FileDeviceKey device) throws Exception {
    String code = gateway.addApprover("maria", "Maria Keller", List.of("security"));
    PlainHttp http = new PlainHttp(client, new GatewayAddress(gateway.base()), CLOCK);
    EnrolmentOutcome outcome =
        new Enroller(http, device)
            .enrol(
                code,
                new Enroller.Owner(
                    watcher.tokens().getFirst(),
                    "blue key",
                    last -> Optional.of(PIN.toCharArray()),
                    progress -> {}));
    assertThat(outcome).isInstanceOf(EnrolmentOutcome.Enrolled.class);
    pins = ((EnrolmentOutcome.Enrolled) outcome).pins();
    pins.save(folder.resolve("enrolment.json"));
    enrolment = EnrolmentFile.open(folder.resolve("enrolment.json"));
  }

  private void desk(FileDeviceKey device) {
    String jkt = device.publicKey().thumbprint();
    Genesis genesis = Genesis.ofDevice(jkt, ISSUER);
    log = ((OpenOutcome.Opened) AuditLog.open(folder.resolve("audit.db"), genesis, CLOCK)).log();
    DpopHttp http =
        new DpopHttp(
            client,
            new GatewayAddress(pins.gateway()),
            new DpopHttp.ClientIdentity(jkt, ISSUER, device),
            CLOCK);
    breakable.gateway = new GatewayClient(http);
    proofs = new PendingProofFile(folder.resolve("pending.json"));
    decisions =
        new Decisions(
            new JourneyPorts(
                enrolment.identity(
                    device, genesis.origin(), new DecisionStatement.App("countersign", "0.1.0")),
                breakable,
                new AuditLogPort(log),
                watcher::tokens,
                proofs,
                new JourneyPorts.Timing(
                    CLOCK,
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(30),
                    Duration.ofMillis(200),
                    Duration.ofMillis(50))),
            inbox);
    feed =
        new FeedSubscription(
            http,
            pins.gatewayKeys(),
            inbox,
            new FeedTiming(
                Duration.ofSeconds(45),
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                Duration.ofMillis(50),
                Duration.ofMillis(500)),
            CLOCK);
    feed.start();
  }

  private void parties() {
    gateway.addRequester("agent-1", Requester.Type.AGENT, requesterKey.publicKey());
    gateway.addExecutor("vault-1", List.of("*"), executorKey.publicKey());
    requester = new DemoRequester(http("agent-1", requesterKey), requesterKey, pins.gatewayKeys());
    executor = new DemoExecutor(http("vault-1", executorKey), "vault-1", pins.gatewayKeys());
  }

  private DpopHttp http(String id, P256SigningKey key) {
    return new DpopHttp(
        client,
        new GatewayAddress(gateway.base()),
        new DpopHttp.ClientIdentity(id, ISSUER, key),
        CLOCK);
  }

  @AfterEach
  void close() {
    feed.close();
    inbox.close();
    watcher.close();
    log.close();
    gateway.close();
  }

  private VerifiedRequest ask(String session) throws Exception {
    Ask ask =
        new Ask(
            ISSUER,
            "ask-" + Bytes.of(random.generateSeed(9)).base64Url(),
            session,
            CLOCK.instant().getEpochSecond(),
            new AuthorizationDetails(
                List.of(
                    Fixture.json(
                        """
                        {"type":"secret.rotate","locations":["vault://prod/db/orders"],
                         "actions":["rotate"],"current_version":17,"grace_seconds":900,"revoke_previous":true}
                        """))),
            "rotating after an alert",
            Optional.of("SEC-221"),
            Attributes.NONE,
            Optional.empty());
    return requester.ask(ask);
  }

  private String session() throws Exception {
    return requester.openSession(
        SessionKind.AGENT,
        new Requester(Requester.Type.AGENT, "agent-1", Optional.empty(), Optional.empty()),
        Attributes.NONE);
  }

  private ReviewedRequest reviewed(VerifiedRequest request) {
    String id = request.request().requestId();
    await().until(() -> inbox.find(id).isPresent());
    InboxItem.Approvable item = (InboxItem.Approvable) inbox.find(id).orElseThrow();
    String phrase = ConfirmationPhrase.of(request.sha256()).toString();
    return ReviewedRequest.approve(
        item.presentation(),
        Optional.empty(),
        new ReviewedRequest.Facts(true, 60_000, Optional.of(phrase)));
  }

  private JourneyState decide(ReviewedRequest reviewed) {
    states.clear();
    Journey journey = decisions.begin(reviewed, states::add);
    JourneyState last = Journeys.toTheEnd(journey, PIN);
    await().until(() -> !states.isEmpty() && states.getLast() == last);
    return last;
  }

  @Test
  @DisplayName("D3 ask, show, review, PIN, touch, verify, redeem once, execute; all of it recorded")
  void wholeApproval() throws Exception {
    VerifiedRequest request = ask(session());
    String id = request.request().requestId();
    assertThat(requester.await(id, Duration.ZERO).grant()).isEmpty();
    JourneyState last = decide(reviewed(request));
    assertThat(last).isInstanceOf(JourneyState.Done.class);
    assertThat(((JourneyState.Done) last).warning()).isEmpty();
    assertThat(log.newestCheckpoint().orElseThrow().checkpoint()).isEqualTo(log.head());
    assertThat(inbox.snapshot().ended().getFirst().ending()).isEqualTo(Ending.APPROVED_HERE);

    DemoRequester.Status status = requester.await(id, Duration.ofSeconds(5));
    assertThat(status.state()).isEqualTo("approved");
    Bytes grant = status.grant().orElseThrow();
    Bytes nonce = Bytes.of(random.generateSeed(32));
    Bytes redeem =
        requester.signRedeem(new DemoRequester.Redeem(grant, "red-1", "vault-1", nonce, 0));
    assertThat(executor.redeem(grant, redeem, nonce))
        .isInstanceOfSatisfying(
            DemoExecutor.Redeemed.Granted.class,
            granted -> assertThat(granted.request().sha256()).isEqualTo(request.sha256()));
    executor.report("red-1", "executed");
    Bytes again =
        requester.signRedeem(new DemoRequester.Redeem(grant, "red-2", "vault-1", nonce, 0));
    assertThat(executor.redeem(grant, again, nonce))
        .isInstanceOf(DemoExecutor.Redeemed.Refused.class);
  }

  @Test
  @DisplayName("S0.3 a replayed proof is answered with the first receipt and counts once")
  void replay() throws Exception {
    decide(reviewed(ask(session())));
    assertThat(breakable.submit(breakable.requestId, breakable.proof, breakable.evidence))
        .isInstanceOfSatisfying(
            GatewayAnswer.Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo("already_decided");
              assertThat(refused.receipt()).isPresent();
            });
  }

  @Test
  @DisplayName("S0.9 the gateway stops between submit and answer: settled when it is back")
  void stoppedBetween() throws Exception {
    VerifiedRequest request = ask(session());
    ReviewedRequest reviewed = reviewed(request);
    int port = gateway.base().getPort();
    breakable.afterSubmit = () -> gateway.close();
    assertThat(decide(reviewed))
        .isInstanceOfSatisfying(
            JourneyState.Failed.class,
            failed ->
                assertThat(failed.failure().reason())
                    .isEqualTo(JourneyFailure.Reason.OUTCOME_UNKNOWN));
    assertThat(proofs.pending()).isPresent();

    breakable.afterSubmit = null;
    gateway = EmbeddedGateway.start(options().withPort(port));
    assertThat(decisions.reconcile()).containsInstanceOf(JourneyState.Done.class);
    assertThat(proofs.pending()).isEmpty();
    assertThat(log.openIntents()).isEmpty();
    assertThat(requester.await(request.request().requestId(), Duration.ZERO).state())
        .isEqualTo("approved");
  }

  @Test
  @DisplayName("S0.9 a session that ended after display: no decision comes of it")
  void sessionEnded() throws Exception {
    String session = session();
    VerifiedRequest request = ask(session);
    ReviewedRequest reviewed = reviewed(request);
    requester.endSession(session);
    assertThat(decide(reviewed)).isNotInstanceOf(JourneyState.Done.class);
    assertThat(breakable.proof.size()).isZero();
  }

  @Test
  @DisplayName("D5 a copied profile: the second to show its log is refused, and no approval passes")
  void copiedProfile() throws Exception {
    assertThat(decide(reviewed(ask(session())))).isInstanceOf(JourneyState.Done.class);
    FileDeviceKey device = FileDeviceKey.open(folder.resolve("device.key"));
    Path copied = folder.resolve("copied.db");
    try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("audit.db"));
        Statement sql = db.createStatement()) {
      sql.execute("VACUUM INTO '" + copied + "'");
    }
    log.appendEvent(new DeskEvent.FeedLost(1, "on the first"));
    assertThat(witness(device, log).witnessHead()).isEmpty();
    try (AuditLog other =
        ((OpenOutcome.Opened) AuditLog.open(copied, log.genesis(), CLOCK)).log()) {
      other.appendEvent(new DeskEvent.FeedLost(2, "on the copy"));
      other.appendEvent(new DeskEvent.FeedRegained(2));
      assertThat(witness(device, other).witnessHead().orElseThrow()).contains("log_fork");
    }
    assertThat(witness(device, log).witnessHead().orElseThrow()).contains("device_suspended");
    assertThat(decide(reviewed(ask(session())))).isNotInstanceOf(JourneyState.Done.class);
    assertThat(gateway.operator().revokeDevice(log.genesis().deviceJkt())).isTrue();

    // The way back: another device key, another log, enrolled anew; the old log still verifies.
    log.close();
    FileDeviceKey next = FileDeviceKey.create(folder.resolve("next.key"));
    assertThat(gateway.operator().newCode("maria")).isPresent();
    assertThat(next.publicKey().thumbprint()).isNotEqualTo(log.genesis().deviceJkt());
    assertThat(
            new LogVerifier(VerifierKeys.none())
                .verify(folder.resolve("audit.db"), Optional.empty()))
        .isNotInstanceOf(LogVerdict.Changed.class)
        .isNotInstanceOf(LogVerdict.Unusable.class);
  }

  @Test
  @DisplayName("D5 a profile put back from an older image is refused, though it only lags behind")
  void rolledBack() throws Exception {
    assertThat(decide(reviewed(ask(session())))).isInstanceOf(JourneyState.Done.class);
    FileDeviceKey device = FileDeviceKey.open(folder.resolve("device.key"));
    Path image = folder.resolve("image.db");
    try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("audit.db"));
        Statement sql = db.createStatement()) {
      sql.execute("VACUUM INTO '" + image + "'");
    }
    log.appendEvent(new DeskEvent.FeedLost(1, "after the image"));
    assertThat(witness(device, log).witnessHead()).isEmpty();
    try (AuditLog restored =
        ((OpenOutcome.Opened) AuditLog.open(image, log.genesis(), CLOCK)).log()) {
      assertThat(witness(device, restored).witnessHead().orElseThrow()).contains("log_fork");
    }
  }

  private LogWitness witness(FileDeviceKey device, AuditLog of) {
    return new LogWitness(
        enrolment.identity(
            device, of.genesis().origin(), new DecisionStatement.App("countersign", "0.1.0")),
        breakable,
        new AuditLogPort(of));
  }

  /** The real gateway, with a cable that a test can cut after the submission arrived. */
  private static final class Breakable implements GatewayPort {
    private GatewayPort gateway;
    private Runnable afterSubmit;
    private String requestId = "";
    private Bytes proof = Bytes.of(new byte[0]);
    private Envelope evidence;

    @Override
    public GatewayAnswer<Bytes> challenge(String id, Digest sha256, Decision decision)
        throws InterruptedException {
      return gateway.challenge(id, sha256, decision);
    }

    @Override
    public GatewayAnswer<Bytes> submit(String id, Bytes sent, Envelope logEvidence)
        throws InterruptedException {
      requestId = id;
      proof = sent;
      evidence = logEvidence;
      GatewayAnswer<Bytes> answer = gateway.submit(id, sent, logEvidence);
      if (afterSubmit != null) {
        afterSubmit.run();
        return new GatewayAnswer.NoAnswer<>("the cable was cut");
      }
      return answer;
    }

    @Override
    public GatewayAnswer<Optional<WitnessedHead>> witnessed() throws InterruptedException {
      return gateway.witnessed();
    }

    @Override
    public GatewayAnswer<Bytes> witness(SignedCheckpoint head, Extension extension)
        throws InterruptedException {
      return gateway.witness(head, extension);
    }
  }
}
