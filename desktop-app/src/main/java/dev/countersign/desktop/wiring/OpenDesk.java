package dev.countersign.desktop.wiring;

import dev.countersign.bridge.TokenWatcher;
import dev.countersign.desktop.approval.Decisions;
import dev.countersign.desktop.approval.Inbox;
import dev.countersign.desktop.approval.LogWitness;
import dev.countersign.desktop.approval.Subscription;
import dev.countersign.desktop.audit.AuditLog;
import dev.countersign.desktop.audit.HistoryIndex;
import dev.countersign.desktop.enrollment.TokenChanges;
import dev.countersign.desktop.submission.GatewayClient;
import dev.countersign.desktop.subscription.ConnectionState;
import dev.countersign.desktop.subscription.FeedSubscription;
import dev.countersign.desktop.ui.DeskServices;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A desk at work: it follows its gateway and settles what was left open. */
public final class OpenDesk implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OpenDesk.class);
  private static final long END_SECONDS = 5;

  private final DeskServices services;
  private final Parts parts;
  private final Subscription reconnects;
  private final Subscription alarms;

  /** What the desk owns and closes. */
  record Parts(
      AuditLog log,
      HistoryIndex index,
      GatewayClient gateway,
      FeedSubscription feed,
      Inbox inbox,
      Decisions decisions,
      LogWitness witness,
      TrustSource trust,
      Unsettled unsettled,
      LogVerification verification,
      DeskDiary diary,
      TokenChanges tokenChanges,
      TokenWatcher.Subscription tokenDiary,
      ExecutorService background,
      DeskLock lock) {}

  OpenDesk(DeskServices services, Parts parts) {
    this.services = services;
    this.parts = parts;
    this.reconnects = parts.feed().observe(this::connectionChanged);
    this.alarms = parts.feed().onAlarm(() -> parts.background().execute(this::hearAlarms));
    parts.feed().start();
    parts.verification().start();
    parts.diary().watchForSilence(() -> parts.background().execute(this::witnessQuietly));
  }

  /** What the window is given. */
  public DeskServices services() {
    return services;
  }

  public AuditLog log() {
    return parts.log();
  }

  public TokenChanges tokenChanges() {
    return parts.tokenChanges();
  }

  public GatewayClient gateway() {
    return parts.gateway();
  }

  /**
   * Has the present head of the log witnessed.
   *
   * @return what went wrong; empty when the cosigned checkpoint is stored
   */
  public Optional<String> witnessHead() throws InterruptedException {
    return parts.witness().witnessHead();
  }

  // Told on the feed's thread, which must not wait for the gateway.
  private void connectionChanged(ConnectionState state) {
    parts.diary().feedIs(state);
    if (state instanceof ConnectionState.Connected) {
      parts.background().execute(this::settle);
    }
  }

  /** Asks for the outcome of a proof that was sent without an answer, and seals the log. */
  private void settle() {
    hearAlarms();
    try {
      parts.decisions().reconcile().ifPresent(last -> LOG.info("an open decision is settled"));
      parts.unsettled().settle();
      parts.witness().witnessHead().ifPresent(LOG::warn);
    } catch (IOException unreadable) {
      LOG.error("the kept proof cannot be read", unreadable);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private void hearAlarms() {
    try {
      parts.trust().refresh();
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private void witnessQuietly() {
    try {
      parts.witness().witnessHead().ifPresent(LOG::warn);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  /** The verification of the whole log, which runs beside the desk. */
  public LogVerification verification() {
    return parts.verification();
  }

  /**
   * Stops within seconds; closing twice does nothing. A decision under way is completed at the next
   * start.
   */
  @Override
  public void close() {
    reconnects.close();
    alarms.close();
    parts.feed().close();
    parts.tokenDiary().close();
    endBackground();
    parts.inbox().close();
    parts.diary().close();
    closeIndex();
    parts.log().close();
    try {
      parts.lock().close();
    } catch (IOException held) {
      LOG.warn("the desk's lock is held until the program ends", held);
    }
  }

  /** A verification under way still reads the log's file: it ends before the log is closed. */
  private void endBackground() {
    parts.background().shutdownNow();
    try {
      if (!parts.background().awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("work beside the desk did not end in time");
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeIndex() {
    try {
      parts.index().close();
    } catch (IOException broken) {
      LOG.warn("the search index is made anew at the next start", broken);
    }
  }
}
