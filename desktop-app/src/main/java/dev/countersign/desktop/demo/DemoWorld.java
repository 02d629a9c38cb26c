package dev.countersign.desktop.demo;

import dev.countersign.desktop.enrollment.Enroller;
import dev.countersign.desktop.enrollment.EnrolmentOutcome;
import dev.countersign.desktop.enrollment.FileDeviceKey;
import dev.countersign.desktop.submission.DpopHttp;
import dev.countersign.desktop.submission.GatewayAddress;
import dev.countersign.desktop.submission.PlainHttp;
import dev.countersign.desktop.wiring.DeskFolder;
import dev.countersign.gateway.EmbeddedGateway;
import dev.countersign.proof.crypto.P256SigningKey;
import dev.countersign.proof.request.GatewayKeys;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;

/**
 * Everything around the desk in the demo: an embedded gateway that says in its issuer that it is a
 * demo, a token, an enrolled approver, requesters and an executor.
 */
final class DemoWorld implements AutoCloseable {
  static final String ISSUER = "demo.countersign";
  private static final String AUDIENCE = "approvals.demo.countersign.example";
  private static final String EXECUTOR = "demo-executor";
  private static final String APPROVER = "alex.morgan";
  private static final List<String> GROUPS =
      List.of("security", "secret-owners", "release-managers", "plant-operations");

  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final HttpClient http = DpopHttp.newClient();
  private final DemoToken token;
  private final EmbeddedGateway gateway;
  private final DeskFolder desk;

  private DemoWorld(Clock clock, DemoToken token, EmbeddedGateway gateway, DeskFolder desk) {
    this.clock = clock;
    this.token = token;
    this.gateway = gateway;
    this.desk = desk;
  }

  /**
   * Starts the gateway and enrols the approver's device and token.
   *
   * @throws TokenUnavailableException where this system lacks what the token needs
   */
  static DemoWorld start(HeldToken held, Path folder, Clock clock)
      throws IOException, InterruptedException {
    DemoToken token = DemoToken.make(held, folder.resolve("token"), clock);
    try {
      return start(token, folder, clock);
    } catch (IOException | InterruptedException failed) {
      token.close();
      throw failed;
    }
  }

  private static DemoWorld start(DemoToken token, Path folder, Clock clock)
      throws IOException, InterruptedException {
    EmbeddedGateway gateway =
        EmbeddedGateway.start(
            EmbeddedGateway.Options.of(
                    folder.resolve("gateway"), ISSUER, AUDIENCE, token.takenKeys())
                .withCards(token.takenCards())
                .withClock(clock));
    DemoWorld world = new DemoWorld(clock, token, gateway, new DeskFolder(folder.resolve("desk")));
    try {
      world.enrol();
      return world;
    } catch (IOException | InterruptedException failed) {
      world.endGateway();
      throw failed;
    }
  }

  private void enrol() throws IOException, InterruptedException {
    String code = gateway.addApprover(APPROVER, APPROVER + "@example.com", GROUPS);
    FileDeviceKey device = FileDeviceKey.create(desk.deviceKey());
    PlainHttp plain = new PlainHttp(http, new GatewayAddress(gateway.base()), clock);
    EnrolmentOutcome outcome = token.enrol(new Enroller(plain, device), code);
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

  DemoToken token() {
    return token;
  }

  EmbeddedGateway gateway() {
    return gateway;
  }

  @Override
  public void close() throws IOException {
    endGateway();
    token.close();
  }

  private void endGateway() {
    gateway.close();
    http.close();
  }
}
