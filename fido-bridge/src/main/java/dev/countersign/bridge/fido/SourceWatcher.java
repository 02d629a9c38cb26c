package dev.countersign.bridge.fido;

import dev.countersign.bridge.Token;
import dev.countersign.bridge.TokenChange;
import dev.countersign.bridge.TokenId;
import dev.countersign.bridge.TokenInfo;
import dev.countersign.bridge.TokenWatcher;
import dev.countersign.bridge.WatchTrouble;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lists a source at intervals and on hints, and reports what changed. One thread lists. */
final class SourceWatcher implements TokenWatcher {

  private static final Logger LOG = LoggerFactory.getLogger(SourceWatcher.class);

  private final ReportChannelSource source;
  private final CopyOnWriteArrayList<Listener> listeners = new CopyOnWriteArrayList<>();
  private final Semaphore hints = new Semaphore(0);

  /** Guarded by itself; together with {@link #trouble} and {@link #closed}. */
  private final Map<TokenId, FidoToken> attached = new LinkedHashMap<>();

  private Optional<WatchTrouble> trouble = Optional.empty();
  private boolean closed;

  SourceWatcher(ReportChannelSource source) {
    this.source = source;
    source.onChange(hints::release);
    list();
    Thread.ofPlatform().daemon().name("token-watcher").start(this::keepListing);
  }

  @Override
  public List<Token> tokens() {
    synchronized (attached) {
      return List.copyOf(attached.values());
    }
  }

  @Override
  public Optional<WatchTrouble> trouble() {
    synchronized (attached) {
      return trouble;
    }
  }

  @Override
  public Subscription subscribe(Consumer<TokenChange> listener) {
    Listener entry = new Listener(listener);
    listeners.add(entry);
    return () -> listeners.remove(entry);
  }

  @Override
  public void close() {
    List<FidoToken> tokens;
    synchronized (attached) {
      if (closed) {
        return;
      }
      closed = true;
      tokens = List.copyOf(attached.values());
      attached.clear();
    }
    hints.release();
    tokens.forEach(FidoToken::close);
  }

  private boolean isClosed() {
    synchronized (attached) {
      return closed;
    }
  }

  private void keepListing() {
    try {
      while (!isClosed()) {
        boolean hinted = hints.tryAcquire(source.interval().toMillis(), TimeUnit.MILLISECONDS);
        if (hinted) {
          hints.drainPermits();
        }
        if (!isClosed()) {
          list();
        }
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } finally {
      source.close(); // here, because no listing may be under way then
    }
  }

  private void list() {
    List<ReportDevice> devices;
    try {
      devices = source.devices();
    } catch (ListingFailedException failed) {
      troubled(failed);
      return;
    }
    recovered();
    detachAllBut(devices.stream().map(ReportDevice::info).toList());
    devices.forEach(this::attach);
  }

  private void troubled(ListingFailedException failed) {
    WatchTrouble now = failed.trouble();
    boolean news;
    synchronized (attached) {
      news = !trouble.equals(Optional.of(now));
      trouble = Optional.of(now);
    }
    if (news) {
      LOG.warn("FIDO devices cannot be listed", failed); // once, not at every interval
      tell(new TokenChange.Troubled(now));
    }
  }

  private void recovered() {
    boolean news;
    synchronized (attached) {
      news = trouble.isPresent();
      trouble = Optional.empty();
    }
    if (news) {
      tell(new TokenChange.Recovered());
    }
  }

  /** A device that has another name under an old id is another one: systems use paths again. */
  private void detachAllBut(List<TokenInfo> present) {
    List<FidoToken> gone;
    synchronized (attached) {
      gone = attached.values().stream().filter(token -> !present.contains(token.info())).toList();
      gone.forEach(token -> attached.remove(token.info().id()));
    }
    for (FidoToken token : gone) {
      token.close();
      tell(new TokenChange.Detached(token.info().id()));
    }
  }

  private void attach(ReportDevice device) {
    FidoToken token;
    synchronized (attached) {
      if (closed || attached.containsKey(device.info().id())) {
        return;
      }
      token = new FidoToken(device);
      attached.put(device.info().id(), token);
    }
    tell(new TokenChange.Attached(token));
  }

  private void tell(TokenChange change) {
    for (Listener listener : listeners) {
      try {
        listener.consumer.accept(change);
      } catch (RuntimeException fault) {
        // One listener's fault must not hide the change from the others.
        LOG.error("a listener for token changes failed", fault);
      }
    }
  }

  /** Identity of one subscription, also when the same consumer subscribes twice. */
  private static final class Listener {
    private final Consumer<TokenChange> consumer;

    Listener(Consumer<TokenChange> consumer) {
      this.consumer = consumer;
    }
  }
}
