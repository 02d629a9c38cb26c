package dev.countersign.gateway.http;

import dev.countersign.gateway.Ids;
import dev.countersign.gateway.enrollment.TrustExport;
import dev.countersign.gateway.store.StoreException;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server: virtual threads, one log line a call, problems for every failure. */
public final class GatewayServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayServer.class);
  private static final Duration STOP = Duration.ofSeconds(5);

  /** Longer than every heartbeat and long poll. */
  private static final Duration IDLE = Duration.ofMinutes(2);

  private static final int SEND_BUFFER = 64 * 1024;

  private static final String STARTED = "started";

  private final Services services;
  private final HttpSettings settings;
  private final Ids ids;
  private final FeedHub hub;
  private final PublicAddress address = new PublicAddress();
  private final Javalin javalin;

  public GatewayServer(
      Services services, HttpSettings settings, InstantSource clock, SecureRandom random) {
    this.services = services;
    this.settings = settings;
    this.ids = new Ids(random);
    this.hub = new FeedHub(services.feed(), settings.feed());
    this.javalin = Javalin.create(config -> configure(config, clock, random));
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

  /** Ends the feed and stops within {@link #STOP}. */
  @Override
  public void close() {
    hub.close();
    javalin.stop();
  }

  private void configure(JavalinConfig config, InstantSource clock, SecureRandom random) {
    config.concurrency.useVirtualThreads = true;
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.http.maxRequestSize = Exchange.MAX_JSON_BYTES;
    config.jetty.modifyServer(server -> {
      server.setStopTimeout(STOP.toMillis());
      server.setErrorHandler(new PlainErrorHandler(ids));
    });
    config.jetty.addConnector(this::connector);
    routes(config.routes, clock, random);
  }

  private Connector connector(Server server, HttpConfiguration http) {
    Listen listen = settings.listen();
    http.setSendServerVersion(false);
    http.setSendDateHeader(false);
    ServerConnector connector =
        listen
            .tls()
            .map(tls -> {
              http.addCustomizer(new SecureRequestCustomizer(false));
              return new ServerConnector(server, tlsFactory(tls), new HttpConnectionFactory(http));
            })
            .orElseGet(() -> new ServerConnector(server, new HttpConnectionFactory(http)));
    connector.setHost(listen.host());
    connector.setPort(listen.port());
    connector.setIdleTimeout(IDLE.toMillis());
    // Bounds what the kernel holds for a reader that stopped reading, so that it is soon noticed.
    connector.setAcceptedSendBufferSize(SEND_BUFFER);
    return connector;
  }

  private static SslContextFactory.Server tlsFactory(Listen.Tls tls) {
    try {
      SslContextFactory.Server factory = new SslContextFactory.Server();
      factory.setKeyStoreType("PKCS12");
      factory.setKeyStorePath(tls.keyStore().toAbsolutePath().toString());
      factory.setKeyStorePassword(Files.readAllLines(tls.passwordFile()).getFirst());
      factory.setIncludeProtocols("TLSv1.3");
      return factory;
    } catch (IOException unreadable) {
      throw new IllegalArgumentException("the TLS password file cannot be read", unreadable);
    }
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

    routes.before(http -> begin(http, nonces));
    routes.after(GatewayServer::end);
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
    new WitnessRoutes(authenticator, services.witness(), services.alarms()).register(routes);
    new FeedRoutes(authenticator, services.feed(), hub).register(routes);
    problems(routes);
  }

  private void begin(Context http, DpopNonces nonces) {
    String correlation = ids.next("c_");
    http.attribute(Exchange.CORRELATION, correlation);
    http.attribute(STARTED, System.nanoTime());
    http.header(Exchange.CORRELATION_HEADER, correlation);
    http.header("DPoP-Nonce", nonces.current());
    http.header("Cache-Control", "no-store");
    http.header("X-Content-Type-Options", "nosniff");
  }

  private static void end(Context http) {
    Long started = http.attribute(STARTED);
    long millis = started == null ? -1 : (System.nanoTime() - started) / 1_000_000;
    // The route as registered, not the path as sent, which anyone can fill.
    String route =
        Optional.ofNullable(http.endpoints().lastHttpEndpoint())
            .map(endpoint -> endpoint.path)
            .orElse("(none)");
    LOG.info(
        "{} {} {} {} {} ms", correlation(http), http.method(), route, http.statusCode(), millis);
  }

  private static void problems(RoutesConfig routes) {
    routes.exception(ApiException.class, (problem, http) -> refuse(http, problem));
    routes.exception(
        StoreException.class,
        (inDoubt, http) -> {
          LOG.error("{} the store is in doubt", correlation(http), inDoubt);
          refuse(http, ApiException.unavailable("the store is in doubt"));
        });
    routes.exception(
        InterruptedException.class,
        (stopping, http) -> refuse(http, ApiException.unavailable("the gateway stops")));
    routes.exception(
        HttpResponseException.class,
        (unrouted, http) -> {
          int status = unrouted.getStatus();
          refuse(
              http,
              status == 404 || status == 405
                  ? ApiException.notFound("no such route")
                  : ApiException.badRequest("unusable request " + status));
        });
    routes.exception(
        Exception.class,
        (fault, http) -> {
          LOG.error("{} a fault of the gateway", correlation(http), fault);
          refuse(http, ApiException.internal());
        });
  }

  private static void refuse(Context http, ApiException problem) {
    LOG.info("{} {}: {}", correlation(http), problem.code(), problem.getMessage());
    new Exchange(http).problem(problem, correlation(http));
  }

  private static String correlation(Context http) {
    return new Exchange(http).correlationId();
  }
}
