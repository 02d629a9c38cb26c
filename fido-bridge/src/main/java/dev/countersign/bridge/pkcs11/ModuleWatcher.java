package dev.countersign.bridge.pkcs11;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.CardChange;
import dev.countersign.bridge.CardModule;
import dev.countersign.bridge.CardWatcher;
import dev.countersign.bridge.ModuleTrouble;
import dev.countersign.bridge.TokenWatcher.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers what the owners of the modules see, and tells of changes on one thread in their order.
 */
final class ModuleWatcher implements CardWatcher {

  private static final Logger LOG = LoggerFactory.getLogger(ModuleWatcher.class);
  private static final long IDLE_THREAD_LIFE_SECONDS = 5;

  private final CopyOnWriteArrayList<Listener> listeners = new CopyOnWriteArrayList<>();
  private final List<ModuleOwner> owners = new ArrayList<>();
  private final ThreadPoolExecutor teller;

  /** Guarded by itself; together with {@link #troubles} and {@link #closed}. */
  private final List<Card> cards = new ArrayList<>();

  private final Map<CardModule, ModuleTrouble> troubles = new LinkedHashMap<>();
  private final Set<CardModule> notLooked = new HashSet<>();
  private boolean closed;

  ModuleWatcher() {
    teller =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_THREAD_LIFE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("card-watcher").factory());
    teller.allowCoreThreadTimeOut(true);
  }

  /** Once, before anyone else has it. */
  void start(List<CardModule> modules, ModuleTimes times) {
    notLooked.addAll(modules);
    modules.forEach(module -> owners.add(new ModuleOwner(module, times, this)));
    owners.forEach(ModuleOwner::start);
  }

  @Override
  public List<Card> cards() {
    synchronized (cards) {
      return List.copyOf(cards);
    }
  }

  @Override
  public List<ModuleTrouble> troubles() {
    synchronized (cards) {
      return List.copyOf(troubles.values());
    }
  }

  @Override
  public Subscription subscribe(Consumer<CardChange> listener) {
    Listener entry = new Listener(listener);
    listeners.add(entry);
    return () -> listeners.remove(entry);
  }

  @Override
  public boolean stillLooking() {
    synchronized (cards) {
      return !notLooked.isEmpty() && !closed;
    }
  }

  @Override
  public boolean awaitFirstLook(Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    synchronized (cards) {
      while (!notLooked.isEmpty() && !closed) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        TimeUnit.NANOSECONDS.timedWait(cards, left);
      }
      return true;
    }
  }

  /** A module told of its cards, or of its trouble. */
  void looked(CardModule module) {
    synchronized (cards) {
      if (notLooked.remove(module)) {
        cards.notifyAll();
      }
    }
  }

  @Override
  public void close() {
    synchronized (cards) {
      if (closed) {
        return;
      }
      closed = true;
      cards.clear();
      cards.notifyAll();
      teller.shutdown();
    }
    owners.forEach(ModuleOwner::close);
  }

  void came(Card card) {
    synchronized (cards) {
      if (!closed) {
        cards.add(card);
        tell(new CardChange.Inserted(card));
      }
    }
  }

  void went(CardChange.Removed change) {
    synchronized (cards) {
      if (!closed && cards.removeIf(card -> card.info().id().equals(change.id()))) {
        tell(change);
      }
    }
  }

  void troubled(ModuleTrouble trouble) {
    synchronized (cards) {
      if (!closed && !trouble.equals(troubles.put(trouble.module(), trouble))) {
        tell(new CardChange.Troubled(trouble));
      }
    }
  }

  void recovered(CardModule module) {
    synchronized (cards) {
      if (!closed && troubles.remove(module) != null) {
        tell(new CardChange.Recovered(module));
      }
    }
  }

  private void tell(CardChange change) {
    teller.execute(() -> {
      for (Listener listener : listeners) {
        try {
          listener.consumer.accept(change);
        } catch (RuntimeException fault) {
          // One listener's fault must not hide the change from the others.
          LOG.error("a listener for card changes failed", fault);
        }
      }
    });
  }

  /** Identity of one subscription, also when the same consumer subscribes twice. */
  private static final class Listener {
    private final Consumer<CardChange> consumer;

    Listener(Consumer<CardChange> consumer) {
      this.consumer = consumer;
    }
  }
}
