package dev.countersign.desktop.demo;

import dev.countersign.bridge.TokenWatcher;
import dev.countersign.bridge.demo.DemoKey;
import dev.countersign.bridge.demo.DemoKeySet;
import dev.countersign.bridge.demo.DemoTouchPolicy;
import dev.countersign.desktop.enrollment.Enroller;
import dev.countersign.desktop.enrollment.EnrolmentOutcome;
import dev.countersign.desktop.enrollment.FileDeviceKey;
import dev.countersign.desktop.submission.DpopHttp;
import dev.countersign.desktop.submission.GatewayAddress;
import dev.countersign.desktop.submission.PlainHttp;
import dev.countersign.desktop.wiring.DeskFolder;
import dev.countersign.gateway.EmbeddedGateway;
import dev.countersign.gateway.enrollment.AttestationTrust;
import dev.countersign.proof.crypto.P256SigningKey;
import dev.countersign.proof.request.GatewayKeys;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Everything around the desk in the demo: an embedded gateway that says in its issuer that it is a
 * demo, the software key, an enrolled approver, requesters and an executor.
 */
final class DemoWorld implements AutoCloseable {
  /** The software key's PIN; published, because nothing here is real. */
  static final String PIN = "246810";

  static final String ISSUER = "demo.countersign";
  private static final String AUDIENCE = "approvals.demo.countersign.example";
  private static final String EXECUTOR = "demo-executor";
  private static final String APPROVER = "alex.morgan";
  private static final List<String> GROUPS =
      List.of("security", "secret-owners", "release-managers", "plant-operations");

  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final HttpClient http = DpopHttp.newClient();
  private final DemoKeySet keys;
  private final DemoKey key;
  private final TokenWatcher watcher;
  private final EmbeddedGateway gateway;
  private final DeskFolder desk;

  private DemoWorld(Clock clock, DemoKeySet keys, EmbeddedGateway gateway, DeskFolder desk) {
    this.clock = clock;
    this.keys = keys;
    this.gateway = gateway;
    this.desk = desk;
    this.key = keys.addKey("blue");
    key.presetPin(PIN.toCharArray());
    key.plug();
    this.watcher = keys.watch();
  }

  /** Starts the gateway and enrols the approver's device and the software key. */
  static DemoWorld start(Path folder, Clock clock) throws IOException, InterruptedException {
    DemoKeySet keys = DemoKeySet.create(clock);
    AttestationTrust trust =
        AttestationTrust.demo(
            List.of(certificate(keys.attestationRoot())), DemoKeySet.AAGUID.toString());
    EmbeddedGateway gateway =
        EmbeddedGateway.start(
            EmbeddedGateway.Options.of(folder.resolve("gateway"), ISSUER, AUDIENCE, trust)
                .withClock(clock));
    DemoWorld world = new DemoWorld(clock, keys, gateway, new DeskFolder(folder.resolve("desk")));
    try {
      world.enrol();
      return world;
    } catch (IOException | InterruptedException failed) {
      world.close();
      throw failed;
    }
  }

  private void enrol() throws IOException, InterruptedException {
    String code = gateway.addApprover(APPROVER, APPROVER + "@example.com", GROUPS);
    FileDeviceKey device = FileDeviceKey.create(desk.deviceKey());
    PlainHttp plain = new PlainHttp(http, new GatewayAddress(gateway.base()), clock);
    key.touchPolicy(DemoTouchPolicy.AUTOMATIC);
    EnrolmentOutcome outcome =
        new Enroller(plain, device)
            .enrol(
                code,
                new Enroller.Owner(
                    watcher.tokens().getFirst(),
                    "blue demo key",
                    last -> last.isPresent() ? Optional.empty() : Optional.of(PIN.toCharArray()),
                    progress -> {}));
    key.touchPolicy(DemoTouchPolicy.WHEN_PRESSED);
    if (!(outcome instanceof EnrolmentOutcome.Enrolled enrolled)) {
      throw new IOException("the demo could not enrol its desk: " + outcome);
    }
    enrolled.pins().save(desk.enrolment());
  }

  /** Registers a requester and begins its session. */
  DemoActor enter(String roleName) throws IOException, InterruptedException {
    DemoRole role = DemoRole.load(roleName);
    P256SigningKey requesterKey = P256SigningKey.generate(random);
    gateway.addRequester(role.id(), role.requester().type(), requesterKey.publicKey());
    DemoRequester client =
        new DemoRequester(client(role.id(), requesterKey), requesterKey, pinned());
    return DemoActor.begin(role, client, ISSUER, clock);
  }

  /** Registers the executor that carries everything out. */
  DemoExecutor executor() {
    P256SigningKey executorKey = P256SigningKey.generate(random);
    gateway.addExecutor(EXECUTOR, List.of("*"), executorKey.publicKey());
    return new DemoExecutor(client(EXECUTOR, executorKey), EXECUTOR, pinned());
  }

  private DpopHttp client(String id, P256SigningKey clientKey) {
    return new DpopHttp(
        http,
        new GatewayAddress(gateway.base()),
        new DpopHttp.ClientIdentity(id, ISSUER, clientKey),
        clock);
  }

  private GatewayKeys pinned() {
    return gateway.trust().gateway();
  }

  DeskFolder desk() {
    return desk;
  }

  TokenWatcher tokens() {
    return watcher;
  }

  EmbeddedGateway gateway() {
    return gateway;
  }

  /** What a finger does to the software key. */
  void touch() {
    key.touch();
  }

  String keyName() {
    return keys.keys().getFirst().name();
  }

  @Override
  public void close() {
    watcher.close();
    gateway.close();
    http.close();
  }

  private static X509Certificate certificate(byte[] der) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException impossible) {
      throw new IllegalStateException("the demo's attestation root is no certificate", impossible);
    }
  }
}
