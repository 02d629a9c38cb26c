package dev.countersign.gateway.http;

import dev.countersign.gateway.feed.Feed;
import dev.countersign.gateway.store.FeedEvent;
import dev.countersign.gateway.store.StoreException;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonWriter;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the feed once for all readers. One thread reads the store and hands frames to the
 * readers' queues; another looks for readers that stopped reading.
 */
final class FeedHub implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FeedHub.class);
  private static final Duration POLL = Duration.ofSeconds(1);

  private final Feed feed;
  private final FeedSettings settings;
  private final Set<FeedReader> readers = ConcurrentHashMap.newKeySet();
  private final Thread tail;
  private final Thread watch;
  private volatile boolean closed;
  private long position;

  FeedHub(Feed feed, FeedSettings settings) {
    this.feed = feed;
    this.settings = settings;
    this.tail = Thread.ofVirtual().name("feed-tail").unstarted(this::follow);
    this.watch = Thread.ofVirtual().name("feed-watch").unstarted(this::watch);
  }

  /** Starts to follow after the newest event; whoever joins later reads the past itself. */
  void start() {
    position = feed.position();
    tail.start();
    watch.start();
  }

  FeedSettings settings() {
    return settings;
  }

  /** Adds a reader; from now on it is offered every event that is stored. */
  void add(FeedReader reader) {
    readers.add(reader);
    if (closed) {
      reader.close();
    }
  }

  void remove(FeedReader reader) {
    reader.close();
    readers.remove(reader);
  }

  /** How many readers are connected. */
  int readers() {
    return readers.size();
  }

  static FeedReader.Frame frame(FeedEvent event) {
    String data = JsonWriter.compactText(data(event).build());
    String text =
        "id: " + event.seq() + "\nevent: " + event.kind().wire() + "\ndata: " + data + "\n\n";
    return new FeedReader.Frame(event.seq(), text);
  }

  /** What both forms of the feed say about a request or an alarm. */
  static JsonObject.Builder data(FeedEvent event) {
    if (event.kind() == FeedEvent.Kind.HEAD) {
      return JsonObject.builder().put("alarm_id", event.requestId());
    }
    return JsonObject.builder()
        .put("request_id", event.requestId())
        .put("request_sha256", event.requestSha256().value());
  }

  private void follow() {
    long after = position;
    while (!closed) {
      try {
        Feed.Page page = feed.await(after, POLL);
        for (FeedEvent event : page.events()) {
          FeedReader.Frame frame = frame(event);
          readers.forEach(reader -> reader.offer(frame));
        }
        after = page.next();
      } catch (StoreException inDoubt) {
        // Readers must not believe that all is quiet: they reconnect and resume from the store.
        LOG.error("the feed cannot be read; readers are disconnected", inDoubt);
        readers.forEach(FeedReader::evict);
        pause();
      } catch (InterruptedException stopped) {
        return;
      }
    }
  }

  private void watch() {
    try {
      while (!closed) {
        Thread.sleep(FeedReader.watchMillis(settings));
        long now = System.nanoTime();
        readers.forEach(reader -> reader.evictIfStalled(now));
      }
    } catch (InterruptedException stopped) {
      // close() ends this thread so.
    }
  }

  private void pause() {
    try {
      Thread.sleep(POLL);
    } catch (InterruptedException stopped) {
      closed = true;
    }
  }

  /** Ends every stream; one that is stalled in a write ends with the server's own deadline. */
  @Override
  public void close() {
    closed = true;
    tail.interrupt();
    watch.interrupt();
    readers.forEach(FeedReader::close);
  }
}
