package dev.countersign.desktop.subscription;

import dev.countersign.desktop.approval.Inbox;
import dev.countersign.desktop.approval.Subscription;
import dev.countersign.desktop.submission.DpopHttp;
import dev.countersign.proof.request.GatewayKeys;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the gateway's feed and keeps the inbox in step. The sequence number of the last event
 * that was applied is the only position: whatever breaks, the feed is taken up after it, so nothing
 * is lost and what comes twice changes nothing. One virtual thread does all the work.
 */
public final class FeedSubscription implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FeedSubscription.class);

  private final DpopHttp http;
  private final FeedCalls calls;
  private final RequestFetch requests;
  private final FeedTiming timing;
  private final InstantSource clock;
  private final List<Consumer<ConnectionState>> listeners = new CopyOnWriteArrayList<>();
  private final List<Runnable> alarmListeners = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private volatile ConnectionState state;
  private boolean begun;
  private long last;
  private int failures;

  /** Does nothing before {@link #start()}. */
  public FeedSubscription(
      DpopHttp http, GatewayKeys pinned, Inbox inbox, FeedTiming timing, InstantSource clock) {
    this.http = http;
    this.calls = new FeedCalls(http);
    this.requests = new RequestFetch(http, pinned, inbox, clock);
    this.timing = timing;
    this.clock = clock;
    this.state = new ConnectionState.Reconnecting(clock.instant(), "not connected yet");
    this.thread = Thread.ofVirtual().name("feed").unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  public ConnectionState state() {
    return state;
  }

  /**
   * Tells every change of the connection on the subscription's thread; must not block.
   *
   * @param listener told the present state at once
   */
  public Subscription observe(Consumer<ConnectionState> listener) {
    listeners.add(listener);
    listener.accept(state);
    return () -> listeners.remove(listener);
  }

  /** Tells that the gateway's witness raised an alarm, on the subscription's thread. */
  public Subscription onAlarm(Runnable listener) {
    alarmListeners.add(listener);
    return () -> alarmListeners.remove(listener);
  }

  /** Stops following, at once; the inbox keeps what it has. */
  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    try {
      while (true) {
        try {
          follow();
        } catch (IOException broken) {
          lost(broken);
          Thread.sleep(timing.pause(failures++, RandomGenerator.getDefault()));
        }
      }
    } catch (InterruptedException closed) {
      LOG.debug("the feed subscription was closed");
    } finally {
      become(new ConnectionState.Stopped());
    }
  }

  // Ends only with an exception.
  private void follow() throws IOException, InterruptedException {
    if (!begun) {
      begin();
    }
    EventStream stream = new EventStream(http, timing);
    try {
      stream.read(last, handler());
    } catch (IOException broken) {
      if (stream.anyByteArrived()) {
        throw broken;
      }
      LOG.info("no byte of the event stream arrived: polling instead");
      poll();
    }
  }

  private void begin() throws IOException, InterruptedException {
    FeedCalls.PendingList pending = calls.pending();
    for (String requestId : pending.requestIds()) {
      requests.fetch(requestId);
    }
    last = pending.next();
    begun = true;
  }

  private EventStream.Handler handler() {
    return new EventStream.Handler() {
      @Override
      public void connected() {
        inStep(false);
      }

      @Override
      public void event(FeedEvent event) throws IOException, InterruptedException {
        apply(event);
      }
    };
  }

  // Polls until that fails too; then the stream has its next chance.
  private void poll() throws IOException, InterruptedException {
    while (true) {
      FeedCalls.Polled polled = calls.poll(last, timing.pollWait());
      inStep(true);
      for (FeedEvent event : polled.events()) {
        apply(event);
      }
      last = Math.max(last, polled.next());
    }
  }

  /** Moves on only after the event has taken effect. */
  private void apply(FeedEvent event) throws IOException, InterruptedException {
    if (event.sequence() > last) {
      requests.apply(event);
      if (event.kind() == FeedEvent.Kind.HEAD) {
        alarmListeners.forEach(Runnable::run);
      }
      last = event.sequence();
    }
  }

  private void inStep(boolean polling) {
    failures = 0;
    if (!(state instanceof ConnectionState.Connected(var since, boolean was)) || was != polling) {
      become(new ConnectionState.Connected(clock.instant(), polling));
    }
  }

  private void lost(IOException broken) {
    LOG.info("the feed is not followed: {}", broken.getMessage());
    if (Thread.currentThread().isInterrupted()) {
      return;
    }
    var since =
        state instanceof ConnectionState.Reconnecting(var began, String reason)
            ? began
            : clock.instant();
    become(new ConnectionState.Reconnecting(since, String.valueOf(broken.getMessage())));
  }

  private void become(ConnectionState next) {
    state = next;
    listeners.forEach(listener -> listener.accept(next));
  }
}
