package dev.countersign.bridge.pkcs11;

import dev.countersign.bridge.CardChange;
import dev.countersign.bridge.CardModule;
import dev.countersign.bridge.ModuleTrouble;
import dev.countersign.bridge.ModuleTrouble.Reason;
import dev.countersign.bridge.TokenFailure;
import dev.countersign.bridge.operation.RunningOperation;
import dev.countersign.bridge.pkcs11.wire.ModuleAnswer;
import dev.countersign.bridge.pkcs11.wire.ModuleFault;
import dev.countersign.bridge.pkcs11.wire.ModuleRequest;
import dev.countersign.bridge.pkcs11.wire.SlotState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that talks to a module: it looks for cards at intervals, and runs operations. */
final class ModuleOwner {

  private static final Logger LOG = LoggerFactory.getLogger(ModuleOwner.class);

  /** A pause that a person notices. */
  private static final Duration NOTICED = Duration.ofSeconds(1);

  private final CardModule module;
  private final ModuleTimes times;
  private final ModuleWatcher watcher;
  private final ModuleLink link;
  private final LinkedBlockingQueue<Runnable> work = new LinkedBlockingQueue<>();
  private final Set<RunningOperation<?>> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** Owner thread only, as everything below. */
  private List<Pkcs11Card> cards = List.of();

  private final BackOff backOff;
  private long nextLook = System.nanoTime();

  ModuleOwner(CardModule module, ModuleTimes times, ModuleWatcher watcher) {
    this.module = module;
    this.times = times;
    this.watcher = watcher;
    this.link = new ModuleLink(module, times);
    this.backOff = new BackOff(times, System::nanoTime);
  }

  void start() {
    // A platform thread: it waits for a process.
    Thread.ofPlatform().daemon().name("card-owner-" + module.name()).start(this::own);
  }

  ModuleLink link() {
    return link;
  }

  CardModule module() {
    return module;
  }

  /** Runs it after what was started before; ends it with {@code Removed} when that cannot be. */
  void run(RunningOperation<?> operation) {
    open.add(operation);
    operation.whenDone(() -> open.remove(operation));
    work.add(operation);
    if (closed) {
      operation.stop(new TokenFailure.Removed());
    }
  }

  /** Ends every operation, the process and the thread; returns at once. */
  void close() {
    closed = true;
    open.forEach(operation -> operation.stop(new TokenFailure.Removed()));
    work.add(() -> {}); // wakes the thread
  }

  private void own() {
    try {
      while (!closed) {
        Runnable next = work.poll(nextLook - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (next != null) {
          next.run();
        } else if (!closed) {
          look();
        }
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } finally {
      link.close();
    }
  }

  /**
   * The module failed and was ended: says so, and starts it again after a pause, with the next
   * look. Until then it has no cards, so no operation starts it earlier.
   *
   * @return the trouble, with the pause when it is long enough to be noticed
   */
  ModuleTrouble failed(ModuleTrouble happened) {
    Duration pause = backOff.failed();
    ModuleTrouble trouble =
        pause.compareTo(NOTICED) < 0 ? happened : Troubles.waiting(happened, pause);
    LOG.warn("{}", trouble.detail());
    cards.forEach(this::gone);
    cards = List.of();
    watcher.troubled(trouble);
    watcher.looked(module);
    lookIn(pause);
    return trouble;
  }

  /** The module made a signature that is one. */
  void signed() {
    backOff.signed();
  }

  private void lookIn(Duration wait) {
    nextLook = System.nanoTime() + wait.toNanos();
  }

  private void look() throws InterruptedException {
    try {
      List<SlotState> slots =
          switch (link.ask(new ModuleRequest.ListSlots())) {
            case ModuleAnswer.Slots(List<SlotState> there) -> there;
            case ModuleAnswer.Failed(ModuleFault _, String detail) ->
                throw link.lost(Reason.REFUSED, detail);
            default -> throw link.unexpected();
          };
      watcher.recovered(module);
      seen(slots);
      watcher.looked(module);
      lookIn(times.interval());
    } catch (ModuleFailedException failed) {
      var _ = failed(failed.trouble());
    }
  }

  private void seen(List<SlotState> slots) {
    List<Pkcs11Card> now = new ArrayList<>();
    for (Pkcs11Card card : cards) {
      if (slots.contains(card.state())) {
        now.add(card);
      } else {
        gone(card);
      }
    }
    for (SlotState slot : slots) {
      if (now.stream().noneMatch(card -> card.state().equals(slot))) {
        Pkcs11Card card = new Pkcs11Card(this, slot);
        now.add(card);
        watcher.came(card);
      }
    }
    cards = List.copyOf(now);
  }

  private void gone(Pkcs11Card card) {
    card.remove();
    watcher.went(new CardChange.Removed(card.info().id()));
  }
}
