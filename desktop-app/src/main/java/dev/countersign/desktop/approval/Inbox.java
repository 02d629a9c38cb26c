package dev.countersign.desktop.approval;

import dev.countersign.desktop.approval.InboxItem.Approvable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The requests that wait for this approver. Every change is told to the listeners as an immutable
 * snapshot, in order, on the thread that made the change; a listener must not block and must not
 * change the inbox. Items end by themselves at their {@code exp}, with or without a gateway.
 */
public final class Inbox implements AutoCloseable {
  private static final int ENDED_KEPT = 100;
  private static final Duration LONGEST_SLEEP = Duration.ofSeconds(30);

  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final SequencedMap<String, InboxItem> pending = new LinkedHashMap<>();
  private final Deque<EndedItem> ended = new ArrayDeque<>();
  private final List<Consumer<InboxSnapshot>> listeners = new CopyOnWriteArrayList<>();
  private final Thread expiry;
  private boolean closed;

  /** An empty inbox that watches the clock until {@link #close()}. */
  public Inbox(InstantSource clock) {
    this.clock = clock;
    this.expiry = Thread.ofVirtual().name("inbox-expiry").unstarted(this::watchExpiry);
    expiry.start();
  }

  /** Adds an item, or replaces the one with the same id. An expired one ends at once. */
  public void put(InboxItem item) {
    lock.lock();
    try {
      if (alreadyEnded(item.requestId())) {
        return;
      }
      pending.put(item.requestId(), item);
      endExpired();
      tell();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends an item. The first ending stays, except that a decision made here replaces {@link
   * Ending#DECIDED_ELSEWHERE}: the feed may tell of it before the receipt is here.
   */
  public void end(String requestId, Ending ending) {
    lock.lock();
    try {
      if (remove(requestId, ending) || correct(requestId, ending)) {
        tell();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends what has expired by now; the inbox also does so by itself. */
  public void endDue() {
    lock.lock();
    try {
      if (endExpired()) {
        tell();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The pending item with this id. */
  public Optional<InboxItem> find(String requestId) {
    lock.lock();
    try {
      return Optional.ofNullable(pending.get(requestId));
    } finally {
      lock.unlock();
    }
  }

  public InboxSnapshot snapshot() {
    lock.lock();
    try {
      return new InboxSnapshot(new ArrayList<>(pending.values()), new ArrayList<>(ended));
    } finally {
      lock.unlock();
    }
  }

  /** Tells the listener the present state at once and then every change. */
  public Subscription subscribe(Consumer<InboxSnapshot> listener) {
    lock.lock();
    try {
      listeners.add(listener);
      listener.accept(snapshot());
    } finally {
      lock.unlock();
    }
    return () -> listeners.remove(listener);
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean alreadyEnded(String requestId) {
    return ended.stream().anyMatch(each -> each.item().requestId().equals(requestId));
  }

  private boolean endExpired() {
    Instant now = clock.instant();
    List<String> due =
        pending.values().stream()
            .filter(item -> item instanceof Approvable it && !now.isBefore(it.expiresAt()))
            .map(InboxItem::requestId)
            .toList();
    due.forEach(id -> remove(id, Ending.EXPIRED));
    return !due.isEmpty();
  }

  private boolean remove(String requestId, Ending ending) {
    InboxItem item = pending.remove(requestId);
    if (item == null) {
      return false;
    }
    ended.addFirst(new EndedItem(item, ending, clock.instant()));
    while (ended.size() > ENDED_KEPT) {
      ended.removeLast();
    }
    return true;
  }

  private boolean correct(String requestId, Ending ending) {
    if (ending != Ending.APPROVED_HERE && ending != Ending.DENIED_HERE) {
      return false;
    }
    List<EndedItem> corrected =
        ended.stream()
            .map(each ->
                each.item().requestId().equals(requestId)
                        && each.ending() == Ending.DECIDED_ELSEWHERE
                    ? new EndedItem(each.item(), ending, each.at())
                    : each)
            .toList();
    boolean changes = !corrected.equals(List.copyOf(ended));
    ended.clear();
    ended.addAll(corrected);
    return changes;
  }

  // Under the lock, so that two changes cannot be told in the wrong order.
  private void tell() {
    InboxSnapshot now = snapshot();
    listeners.forEach(listener -> listener.accept(now));
    changed.signalAll();
  }

  private void watchExpiry() {
    lock.lock();
    try {
      while (!closed) {
        if (endExpired()) {
          tell();
        }
        changed.awaitNanos(untilNext().toNanos());
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  // The wall clock may jump, so it is read again at least every LONGEST_SLEEP.
  private Duration untilNext() {
    Instant now = clock.instant();
    return pending.values().stream()
        .filter(Approvable.class::isInstance)
        .map(item -> ((Approvable) item).left(now))
        .min(Duration::compareTo)
        .filter(next -> next.compareTo(LONGEST_SLEEP) < 0)
        .orElse(LONGEST_SLEEP)
        .plusMillis(1);
  }
}
