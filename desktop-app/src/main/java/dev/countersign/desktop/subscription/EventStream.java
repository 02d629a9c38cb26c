package dev.countersign.desktop.subscription;

import dev.countersign.desktop.submission.Call;
import dev.countersign.desktop.submission.DpopHttp;
import dev.countersign.proof.RefusalCode;
import dev.countersign.proof.RefusedException;
import dev.countersign.proof.json.ObjectReader;
import dev.countersign.proof.json.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to the event stream. A request timeout would not end a stream that is being read,
 * so a watchdog closes it when it has been silent for too long.
 */
final class EventStream {
  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

  private final DpopHttp http;
  private final FeedTiming timing;
  private final AtomicLong lastLife = new AtomicLong(System.nanoTime());
  private final AtomicBoolean anyByte = new AtomicBoolean();
  private final AtomicBoolean over = new AtomicBoolean();

  EventStream(DpopHttp http, FeedTiming timing) {
    this.http = http;
    this.timing = timing;
  }

  /** Takes what the stream brings; called on the reading thread. */
  interface Handler {
    void connected();

    void event(FeedEvent event) throws IOException, InterruptedException;
  }

  /** Whether anything of the stream's body arrived. */
  boolean anyByteArrived() {
    return anyByte.get();
  }

  /** Reads until the stream ends or fails; always ends with an exception. */
  void read(long after, Handler handler) throws IOException, InterruptedException {
    Call call = Call.get("/v1/feed").within(timing.firstByte());
    HttpResponse<InputStream> response =
        http.open(
            call, Map.of("Accept", "text/event-stream", "Last-Event-ID", Long.toString(after)));
    try (InputStream body = response.body()) {
      if (response.statusCode() != 200) {
        throw new IOException("the gateway answered " + response.statusCode());
      }
      Thread watchdog = Thread.ofVirtual().name("feed-watchdog").start(() -> watch(body));
      try {
        follow(new SseReader(body, () -> sawLife(handler)), handler);
      } finally {
        over.set(true);
        watchdog.interrupt();
      }
    }
  }

  private void follow(SseReader reader, Handler handler) throws IOException, InterruptedException {
    for (Optional<SseReader.Event> next = reader.next(); next.isPresent(); next = reader.next()) {
      Optional<FeedEvent> event = read(next.get());
      if (event.isPresent()) {
        handler.event(event.get());
      }
    }
    throw new IOException("the gateway ended the stream");
  }

  private void sawLife(Handler handler) {
    lastLife.set(System.nanoTime());
    if (anyByte.compareAndSet(false, true)) {
      handler.connected();
    }
  }

  private void watch(InputStream body) {
    try {
      while (!over.get()) {
        Duration limit = anyByte.get() ? timing.silence() : timing.firstByte();
        Duration silent = Duration.ofNanos(System.nanoTime() - lastLife.get());
        if (silent.compareTo(limit) >= 0) {
          body.close();
          return;
        }
        Thread.sleep(limit.minus(silent).plusMillis(1));
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    } catch (IOException alreadyBroken) {
      LOG.debug("closing a silent stream", alreadyBroken);
    }
  }

  /**
   * Empty for what is no event of ours: a hint that cannot be read helps nobody, so it is passed.
   */
  private static Optional<FeedEvent> read(SseReader.Event raw) {
    if (!raw.id().matches("[0-9]{1,15}")) {
      LOG.warn("a feed event without a usable id was passed over");
      return Optional.empty();
    }
    try {
      ObjectReader data =
          new ObjectReader(
              StrictJson.parseObject(raw.data().getBytes(StandardCharsets.UTF_8)),
              "event",
              RefusalCode.MALFORMED_JSON);
      return Optional.of(FeedEvent.read(Long.parseLong(raw.id()), raw.name(), data));
    } catch (RefusedException garbage) {
      LOG.warn("feed event {} was passed over: {}", raw.id(), garbage.getMessage());
      return Optional.empty();
    }
  }
}
