package dev.countersign.desktop.subscription;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.countersign.desktop.submission.DpopHttp;
import dev.countersign.desktop.submission.GatewayAddress;
import dev.countersign.proof.testing.Fixture;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A feed over HTTP that misbehaves as a test wants it to; it does not check tokens. */
final class FeedServer implements AutoCloseable {
  /** Writes one stream's body. */
  interface Stream {
    void write(OutputStream out, long after) throws Exception;
  }

  final Map<String, byte[]> envelopes = new ConcurrentHashMap<>();
  final List<String> pending = new CopyOnWriteArrayList<>();
  final List<Long> resumedAfter = new CopyOnWriteArrayList<>();

  /** Where streams and polls began, in their order. */
  final List<Long> askedAfter = new CopyOnWriteArrayList<>();

  final AtomicInteger nonceDemands = new AtomicInteger();
  volatile String poll = "{\"events\":[],\"next\":0}";
  volatile Stream stream = (out, after) -> {};
  volatile String missing = "{\"code\":\"not_found\"}";
  volatile long next;
  private volatile HttpServer server;
  private final int port;

  FeedServer() throws IOException {
    server = bind(0);
    port = server.getAddress().getPort();
  }

  DpopHttp client() {
    return new DpopHttp(
        DpopHttp.newClient(),
        new GatewayAddress(URI.create("http://127.0.0.1:" + port)),
        new DpopHttp.ClientIdentity(Fixture.DEVICE_JKT, Fixture.ISSUER, Fixture.DEVICE_KEY),
        java.time.Clock.systemUTC());
  }

  void stop() {
    server.stop(0);
  }

  void startAgain() throws IOException {
    server = bind(port);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private HttpServer bind(int at) throws IOException {
    HttpServer made =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 0);
    made.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    made.createContext("/", this::answer);
    made.start();
    return made;
  }

  private void answer(HttpExchange call) throws IOException {
    String path = call.getRequestURI().getPath();
    call.getRequestBody().readAllBytes();
    if (path.equals("/oauth/token")) {
      token(call);
    } else if (path.equals("/v1/feed")) {
      long after = Long.parseLong(call.getRequestHeaders().getFirst("Last-Event-ID"));
      resumedAfter.add(after);
      askedAfter.add(after);
      call.getResponseHeaders().add("Content-Type", "text/event-stream");
      call.sendResponseHeaders(200, 0);
      try (OutputStream out = call.getResponseBody()) {
        stream.write(out, after);
      } catch (Exception broken) {
        call.close();
      }
    } else if (path.equals("/v1/feed/poll")) {
      askedAfter.add(
          Long.parseLong(call.getRequestURI().getQuery().replaceFirst(".*after=([0-9]+).*", "$1")));
      json(call, 200, poll);
    } else if (path.equals("/v1/requests")) {
      String ids = String.join(",", pending.stream().map(id -> '"' + id + '"').toList());
      json(call, 200, "{\"requests\":[" + ids + "],\"next\":" + next + "}");
    } else {
      byte[] envelope = envelopes.get(path.split("/")[3]);
      if (envelope == null) {
        json(call, 404, missing);
      } else {
        send(call, 200, envelope);
      }
    }
  }

  private void token(HttpExchange call) throws IOException {
    if (nonceDemands.getAndDecrement() > 0) {
      call.getResponseHeaders().add("DPoP-Nonce", "n-1");
      json(call, 400, "{\"error\":\"use_dpop_nonce\"}");
    } else {
      json(call, 200, "{\"access_token\":\"t\",\"token_type\":\"DPoP\",\"expires_in\":600}");
    }
  }

  private static void json(HttpExchange call, int status, String body) throws IOException {
    send(call, status, body.getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange call, int status, byte[] body) throws IOException {
    call.sendResponseHeaders(status, body.length);
    try (OutputStream out = call.getResponseBody()) {
      out.write(body);
    }
  }
}
