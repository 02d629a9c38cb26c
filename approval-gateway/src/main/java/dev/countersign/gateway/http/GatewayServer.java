package dev.countersign.gateway.http;

import dev.countersign.gateway.Ids;
import dev.countersign.gateway.decision.DecisionFate;
import dev.countersign.gateway.enrollment.TrustExport;
import io.javalin.Javalin;
import io.javalin.config.RoutesConfig;
import io.javalin.util.JavalinException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

/** The HTTP server: virtual threads, one log line a call, problems for every failure. */
public final class GatewayServer implements AutoCloseable {
  private final Services services;
  private final HttpSettings settings;
  private final FeedHub hub;
  private final PublicAddress address = new PublicAddress();
  private final Javalin javalin;

  public GatewayServer(
      Services services, HttpSettings settings, InstantSource clock, SecureRandom random) {
    this.services = services;
    this.settings = settings;
    this.hub = new FeedHub(services.feed(), settings.feed());
    this.javalin =
        Serving.create(settings.listen(), new Ids(random), routes -> routes(routes, clock, random));
  }

  /**
   * Starts to listen.
   *
   * @return the base address, without a final slash
   * @throws CannotListenException if the address is taken, or none of this machine
   */
  public URI start() {
    hub.start();
    listen();
    List<String> addresses = settings.listen().addresses(javalin.port());
    address.set(addresses);
    return URI.create(addresses.getFirst());
  }

  private void listen() {
    try {
      javalin.start();
    } catch (JavalinException notStarted) {
      hub.close();
      throw new CannotListenException(settings.listen(), notStarted);
    }
  }

  /** How many desks follow the live feed now. */
  public int feedReaders() {
    return hub.readers();
  }

  /** Ends the feed and stops within {@link Serving#STOP}. */
  @Override
  public void close() {
    hub.close();
    javalin.stop();
  }

  private void routes(RoutesConfig routes, InstantSource clock, SecureRandom random) {
    DpopNonces nonces = new DpopNonces(clock, random);
    DpopProofs proofs = new DpopProofs(clock, nonces);
    ClientRegister clients = new ClientRegister(services.store().directory());
    AccessTokens tokens = new AccessTokens(clock, random, settings.tokenLife());
    Authenticator authenticator =
        new Authenticator(tokens, clients, services.approverSessions(), proofs, address);
    ClientAssertions assertions = new ClientAssertions(clock, services.identity().issuer());
    GatewayInfo info = new GatewayInfo(services.identity(), services.store());
    TrustExport trust =
        new TrustExport(services.identity(), services.store().directory(), services.cards());

    routes.before(http -> http.header("DPoP-Nonce", nonces.current()));
    TokenRoute token =
        new TokenRoute(clients, assertions, proofs, tokens, services.approverSessions(), address);
    routes.post("/oauth/token", token::handle);
    new PublicRoutes(authenticator, info, trust, services).register(routes);
    new EnrolmentRoutes(
            services.enrolments(), info, new AttemptLimit(clock, settings.enrolmentsPerMinute()))
        .register(routes);
    new RequesterRoutes(
            authenticator,
            services.store().directory(),
            services.requesterSessions(),
            services.requests())
        .register(routes);
    new ExecutorRoutes(authenticator, services.grants()).register(routes);
    new DeviceRoutes(
            authenticator,
            services.requests(),
            services.challenges(),
            services.decisions(),
            services.requesterSessions())
        .register(routes);
    new FateRoutes(authenticator, new DecisionFate(services.store(), clock)).register(routes);
    new OwnTokenRoutes(authenticator, services.tokens()).register(routes);
    new WitnessRoutes(authenticator, services.witness(), services.alarms()).register(routes);
    new FeedRoutes(authenticator, services.feed(), hub).register(routes);
    services.cosigner().ifPresent(cosigner -> new CosignRoutes(cosigner).register(routes));
  }
}
