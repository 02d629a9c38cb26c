package dev.countersign.gateway.http;

import dev.countersign.gateway.Caller.DeviceCaller;
import dev.countersign.gateway.feed.Feed;
import dev.countersign.gateway.store.FeedEvent;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonValue;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The feed as server-sent events and, for proxies that buffer, as a long poll over the same
 * sequence.
 */
final class FeedRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(FeedRoutes.class);

  // Two at once, because some proxies hold the first block back until a second arrives.
  private static final String OPENING = ": countersign feed\n\n: open\n\n";
  private static final String HEARTBEAT = ": still here\n\n";

  private final Authenticator authenticator;
  private final Feed feed;
  private final FeedHub hub;

  FeedRoutes(Authenticator authenticator, Feed feed, FeedHub hub) {
    this.authenticator = authenticator;
    this.feed = feed;
    this.hub = hub;
  }

  void register(RoutesConfig routes) {
    routes.get("/v1/feed", this::stream);
    routes.get("/v1/feed/poll", this::poll);
  }

  private void poll(Context http) throws InterruptedException {
    authenticator.device(http);
    Exchange exchange = new Exchange(http);
    Feed.Page page = feed.await(exchange.unsignedQuery("after", 0), exchange.waitQuery());
    List<JsonValue> events = new ArrayList<>();
    for (FeedEvent event : page.events()) {
      JsonObject data = FeedHub.data(event).build();
      JsonObject.Builder json =
          JsonObject.builder().put("seq", event.seq()).put("event", event.kind().wire());
      data.members().forEach(json::put);
      events.add(json.build());
    }
    exchange.json(
        200,
        JsonObject.builder().put("events", new JsonArray(events)).put("next", page.next()).build());
  }

  private void stream(Context http) throws IOException, InterruptedException {
    DeviceCaller caller = authenticator.device(http);
    long after = lastEventId(http);
    http.res().setContentType("text/event-stream");
    http.res().setCharacterEncoding("UTF-8");
    http.header("Cache-Control", "no-store").header("X-Accel-Buffering", "no");
    FeedReader reader = new FeedReader(hub.settings(), connection(http)::close);
    // Joined before the past is read, so that no event can fall between the two.
    hub.add(reader);
    try {
      OutputStream out = http.res().getOutputStream();
      write(out, reader, OPENING);
      follow(caller, reader, out, catchUp(caller, reader, out, after));
    } catch (IOException gone) {
      LOG.debug("a feed reader is gone: {}", gone.getClass().getSimpleName());
    } finally {
      hub.remove(reader);
    }
  }

  private long catchUp(DeviceCaller caller, FeedReader reader, OutputStream out, long after)
      throws IOException {
    long sent = after;
    Feed.Page page = feed.read(sent);
    while (!page.events().isEmpty() && !reader.isClosed() && authenticator.stillValid(caller)) {
      StringBuilder text = new StringBuilder();
      page.events().forEach(event -> text.append(FeedHub.frame(event).text()));
      write(out, reader, text.toString());
      sent = page.next();
      page = feed.read(sent);
    }
    return sent;
  }

  private void follow(DeviceCaller caller, FeedReader reader, OutputStream out, long caughtUp)
      throws IOException, InterruptedException {
    while (!reader.isClosed()) {
      String text = reader.take(caughtUp, hub.settings().heartbeat());
      // A stream lives long: what was revoked since it began gets nothing more.
      if (reader.isClosed() || !authenticator.stillValid(caller)) {
        return;
      }
      write(out, reader, text.isEmpty() ? HEARTBEAT : text);
    }
  }

  private static void write(OutputStream out, FeedReader reader, String text) throws IOException {
    reader.writing(true);
    try {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
    } finally {
      reader.writing(false);
    }
  }

  private long lastEventId(Context http) {
    String id = http.header("Last-Event-ID");
    if (id == null) {
      return feed.position();
    }
    if (!id.matches("[0-9]{1,15}")) {
      throw ApiException.badRequest("Last-Event-ID is not a sequence number");
    }
    return Long.parseLong(id);
  }

  // Closing the connection under the response is what frees a write that no longer moves. It is
  // looked up now, because the request is taken apart when the stream ends.
  private static EndPoint connection(Context http) {
    return ServletContextRequest.getServletContextRequest(http.req())
        .getConnectionMetaData()
        .getConnection()
        .getEndPoint();
  }
}
