package dev.countersign.gateway.http;

import dev.countersign.gateway.Ids;
import dev.countersign.gateway.store.StoreException;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How every server of this program serves: virtual threads, one log line a call, problems. */
final class Serving {
  private static final Logger LOG = LoggerFactory.getLogger(Serving.class);

  /** How long stopping may take. */
  static final Duration STOP = Duration.ofSeconds(5);

  /** Longer than every heartbeat and long poll. */
  private static final Duration IDLE = Duration.ofMinutes(2);

  private static final int SEND_BUFFER = 64 * 1024;
  private static final String STARTED = "started";

  private final Listen listen;
  private final Ids ids;

  private Serving(Listen listen, Ids ids) {
    this.listen = listen;
    this.ids = ids;
  }

  /** A server that does not listen yet. */
  static Javalin create(Listen listen, Ids ids, Consumer<RoutesConfig> routes) {
    return Javalin.create(config -> new Serving(listen, ids).configure(config, routes));
  }

  private void configure(JavalinConfig config, Consumer<RoutesConfig> routes) {
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
    config.routes.before(this::begin);
    config.routes.after(Serving::end);
    routes.accept(config.routes);
    problems(config.routes);
  }

  private Connector connector(Server server, HttpConfiguration http) {
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

  private void begin(Context http) {
    String correlation = ids.next("c_");
    http.attribute(Exchange.CORRELATION, correlation);
    http.attribute(STARTED, System.nanoTime());
    http.header(Exchange.CORRELATION_HEADER, correlation);
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
