package dev.countersign.desktop.demo;

import static dev.countersign.proof.testing.PatientWaits.PATIENCE;
import static org.awaitility.Awaitility.await;

import dev.countersign.bridge.TokenWatcher;
import dev.countersign.bridge.demo.DemoKey;
import dev.countersign.bridge.demo.DemoKeySet;
import dev.countersign.bridge.demo.DemoTouchPolicy;
import dev.countersign.bridge.pkcs11.Pkcs11Cards;
import dev.countersign.desktop.approval.Inbox;
import dev.countersign.desktop.approval.InboxItem;
import dev.countersign.desktop.approval.Journey;
import dev.countersign.desktop.approval.JourneyState;
import dev.countersign.desktop.approval.Journeys;
import dev.countersign.desktop.enrollment.Enroller;
import dev.countersign.desktop.enrollment.EnrolmentOutcome;
import dev.countersign.desktop.enrollment.FileDeviceKey;
import dev.countersign.desktop.submission.DpopHttp;
import dev.countersign.desktop.submission.GatewayAddress;
import dev.countersign.desktop.submission.PlainHttp;
import dev.countersign.desktop.wiring.DeskFolder;
import dev.countersign.desktop.wiring.MachineTokens;
import dev.countersign.desktop.wiring.OpenDesk;
import dev.countersign.desktop.wiring.Opening;
import dev.countersign.desktop.wiring.Wiring;
import dev.countersign.gateway.EmbeddedGateway;
import dev.countersign.gateway.enrollment.AttestationTrust;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.crypto.P256SigningKey;
import dev.countersign.proof.decision.DecisionStatement.App;
import dev.countersign.proof.decision.ReviewedRequest;
import dev.countersign.proof.request.Ask;
import dev.countersign.proof.request.Attributes;
import dev.countersign.proof.request.AuthorizationDetails;
import dev.countersign.proof.request.ConfirmationPhrase;
import dev.countersign.proof.request.Requester;
import dev.countersign.proof.request.SessionKind;
import dev.countersign.proof.request.VerifiedRequest;
import dev.countersign.proof.testing.Fixture;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The desk as it is built for its user, against a real gateway in this process. Everything is in
 * one folder, so that another process, or the same one later, goes on with it.
 */
final class RealDesk implements AutoCloseable {
  static final String ISSUER = "demo.countersign.example";
  static final String APPROVER = "maria";
  private static final String AUDIENCE = "approvals.demo.countersign.example";
  static final String PIN = "246810";

  final Path folder;
  final DeskFolder deskFolder;
  private final SecureRandom random = new SecureRandom();
  private final HttpClient client = DpopHttp.newClient();
  final DemoKeySet keys;
  final TokenWatcher tokens;
  private final Clock clock;
  private Optional<EmbeddedGateway> gateway = Optional.empty();
  private Optional<OpenDesk> desk = Optional.empty();

  private RealDesk(Path folder, Clock clock) throws Exception {
    this.folder = folder;
    this.clock = clock;
    this.deskFolder = new DeskFolder(folder.resolve("desk"));
    Path saved = folder.resolve("keys");
    if (Files.exists(saved)) {
      Files.write(saved, aged(Files.readAllBytes(saved)));
    }
    this.keys =
        Files.exists(saved)
            ? DemoKeySet.restore(Files.readAllBytes(saved))
            : DemoKeySet.create(clock);
    if (keys.keys().isEmpty()) {
      keys.addKey("blue").presetPin(PIN.toCharArray());
    }
    DemoKey key = keys.keys().getFirst();
    key.touchPolicy(DemoTouchPolicy.AUTOMATIC);
    key.plug();
    this.tokens = keys.watch();
    await().atMost(PATIENCE).until(() -> tokens.tokens().size() == 1);
  }

  /**
   * The saved key with a higher signature counter: a real key keeps its own over a crash, and never
   * gives a value twice.
   */
  private static byte[] aged(byte[] saved) {
    String cbor = new String(saved, StandardCharsets.ISO_8859_1);
    int at = cbor.indexOf("gcounter") + "gcounter".length();
    int head = saved[at] & 0xff;
    int length = head < 0x18 ? 1 : 1 + (1 << (head - 0x18));
    ByteBuffer value = ByteBuffer.wrap(saved, at, length);
    long counter =
        switch (length) {
          case 1 -> head;
          case 2 -> saved[at + 1] & 0xff;
          case 3 -> value.getShort(at + 1) & 0xffff;
          default -> value.getInt(at + 1);
        };
    return ByteBuffer.allocate(saved.length + 5 - length)
        .put(saved, 0, at)
        .put((byte) 0x1a)
        .putInt((int) counter + 100_000)
        .put(saved, at + length, saved.length - at - length)
        .array();
  }

  /** Starts the gateway; enrols a desk when there is none. The desk is not open yet. */
  static RealDesk in(Path folder) throws Exception {
    return in(folder, Clock.systemUTC());
  }

  /** The same, with desk, gateway and requesters by this clock. */
  static RealDesk in(Path folder, Clock clock) throws Exception {
    RealDesk real = new RealDesk(folder, clock);
    real.startGateway();
    if (!real.deskFolder.isEnrolled()) {
      EmbeddedGateway gateway = real.gateway();
      gateway.addExecutor(
          "vault-1", List.of("*"), P256SigningKey.generate(real.random).publicKey());
      real.enrol(gateway.addApprover(APPROVER, "Maria Keller", List.of("security")));
    }
    return real;
  }

  /** A desk that was enrolled in this folder; its gateway runs in another process. */
  static RealDesk withoutGateway(Path folder) throws Exception {
    return new RealDesk(folder, Clock.systemUTC());
  }

  /** Enrols a new device with a one-time code, in an empty desk folder. */
  void enrol(String code) throws Exception {
    FileDeviceKey device = FileDeviceKey.create(deskFolder.deviceKey());
    EnrolmentOutcome outcome =
        new Enroller(new PlainHttp(client, new GatewayAddress(gateway().base()), clock), device)
            .enrol(
                code,
                new Enroller.Owner(
                    tokens.tokens().getFirst(),
                    "blue key",
                    last -> Optional.of(PIN.toCharArray()),
                    progress -> {}));
    if (!(outcome instanceof EnrolmentOutcome.Enrolled enrolled)) {
      throw new IOException("not enrolled: " + outcome);
    }
    enrolled.pins().save(deskFolder.enrolment());
    Files.write(folder.resolve("keys"), keys.save());
  }

  void startGateway() throws Exception {
    X509Certificate root =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(keys.attestationRoot()));
    Path port = folder.resolve("port");
    EmbeddedGateway started =
        EmbeddedGateway.start(
            EmbeddedGateway.Options.of(
                    folder.resolve("gateway"),
                    ISSUER,
                    AUDIENCE,
                    AttestationTrust.demo(List.of(root), DemoKeySet.AAGUID.toString()))
                .withClock(clock)
                .withPort(Files.exists(port) ? Integer.parseInt(Files.readString(port)) : 0));
    gateway = Optional.of(started);
    Files.writeString(port, Integer.toString(started.base().getPort()));
  }

  void stopGateway() {
    gateway.ifPresent(EmbeddedGateway::close);
    gateway = Optional.empty();
  }

  EmbeddedGateway gateway() {
    return gateway.orElseThrow();
  }

  /** Opens the desk; it follows the gateway when this returns. */
  OpenDesk openDesk() {
    Opening opening =
        new Wiring(new App("desk", "test"), clock)
            .open(
                deskFolder,
                new MachineTokens(tokens, Pkcs11Cards.watch(List.of())),
                Optional.of(new dev.countersign.desktop.ui.sign.DemoKey(PIN, () -> {})));
    if (opening instanceof Opening.Refused(String sentence)) {
      throw new AssertionError(sentence);
    }
    desk = Optional.of(((Opening.Open) opening).desk());
    return desk.get();
  }

  void closeDesk() {
    desk.ifPresent(OpenDesk::close);
    desk = Optional.empty();
  }

  OpenDesk desk() {
    return desk.orElseThrow();
  }

  /** A requester of a name of its own, in a session of its own. */
  Asking requester(String id) throws Exception {
    P256SigningKey key = P256SigningKey.generate(random);
    gateway().addRequester(id, Requester.Type.AGENT, key.publicKey());
    DemoRequester requester =
        new DemoRequester(
            new DpopHttp(
                client,
                new GatewayAddress(gateway().base()),
                new DpopHttp.ClientIdentity(id, ISSUER, key),
                clock),
            key,
            gateway().trust().gateway());
    String session =
        requester.openSession(
            SessionKind.AGENT,
            new Requester(Requester.Type.AGENT, id, Optional.empty(), Optional.empty()),
            Attributes.NONE);
    return new Asking(requester, session, random, clock);
  }

  /** Somebody who asks. */
  record Asking(DemoRequester requester, String session, SecureRandom random, Clock clock) {
    VerifiedRequest ask() throws Exception {
      return requester.ask(
          new Ask(
              ISSUER,
              "ask-" + Bytes.of(random.generateSeed(9)).base64Url(),
              session,
              clock.instant().getEpochSecond(),
              new AuthorizationDetails(
                  List.of(
                      Fixture.json(
                          """
                          {"type":"secret.rotate","locations":["vault://prod/db/orders"],
                           "actions":["rotate"],"current_version":17,"grace_seconds":900,
                           "revoke_previous":true}
                          """))),
              "rotating after an alert",
              Optional.of("SEC-221"),
              Attributes.NONE,
              Optional.empty()));
    }
  }

  /** Reads everything, types PIN and phrase, touches the key; gives the final state. */
  JourneyState approve(VerifiedRequest request) {
    return approve(request, state -> {});
  }

  JourneyState approve(VerifiedRequest request, Consumer<JourneyState> states) {
    return approve(request.request().requestId(), states);
  }

  JourneyState approve(String id, Consumer<JourneyState> states) {
    Journey journey = begin(id, states);
    return Journeys.toTheEnd(journey, PIN);
  }

  /** Reads everything and begins; whoever begins gives the PIN. */
  Journey begin(String id, Consumer<JourneyState> states) {
    Inbox inbox = desk().services().inbox();
    await().atMost(PATIENCE).until(() -> inbox.find(id).isPresent());
    InboxItem.Approvable item = (InboxItem.Approvable) inbox.find(id).orElseThrow();
    ReviewedRequest reviewed =
        ReviewedRequest.approve(
            item.presentation(),
            Optional.empty(),
            new ReviewedRequest.Facts(
                true,
                60_000,
                Optional.of(
                    ConfirmationPhrase.of(item.presentation().request().sha256()).toString())));
    return Journeys.begin(desk().services().decisions(), reviewed, states);
  }

  @Override
  public void close() {
    closeDesk();
    tokens.close();
    stopGateway();
    client.close();
  }
}
