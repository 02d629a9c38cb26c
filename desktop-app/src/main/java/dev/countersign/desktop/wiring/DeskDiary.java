package dev.countersign.desktop.wiring;

import dev.countersign.bridge.Card;
import dev.countersign.bridge.CardChange;
import dev.countersign.bridge.CardWatcher;
import dev.countersign.bridge.Token;
import dev.countersign.bridge.TokenChange;
import dev.countersign.bridge.TokenId;
import dev.countersign.bridge.TokenInfo;
import dev.countersign.bridge.TokenWatcher;
import dev.countersign.desktop.audit.AppendOutcome;
import dev.countersign.desktop.audit.AuditFault;
import dev.countersign.desktop.audit.AuditLog;
import dev.countersign.desktop.audit.AuditUnreadableException;
import dev.countersign.desktop.audit.CheckpointOutcome;
import dev.countersign.desktop.audit.DeskEvent;
import dev.countersign.desktop.audit.DeskEvent.TokenChanged.Presence;
import dev.countersign.desktop.audit.DeskEvent.TokenEnrolment.Change;
import dev.countersign.desktop.subscription.ConnectionState;
import dev.countersign.proof.Bytes;
import dev.countersign.proof.log.Checkpoint;
import dev.countersign.proof.log.NoteSigner;
import dev.countersign.proof.log.SignedCheckpoint;
import java.security.SignatureException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes into the audit log what happens around the decisions: tokens that come and go, a feed that
 * is lost, long silence, and the end, on one thread of its own, so that nobody waits for the disk.
 * Changes that a person makes, to tokens and settings, are written while that person waits.
 */
final class DeskDiary implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DeskDiary.class);

  private final AuditLog log;
  private final NoteSigner signer;
  private final Runnable written;
  private final Timing timing;
  private final ScheduledThreadPoolExecutor thread;
  // Only the thread touches what follows.
  private final Map<TokenId, DeskEvent.TokenChanged> attached = new HashMap<>();
  private Optional<Instant> lost = Optional.empty();
  private Optional<Instant> recordedLoss = Optional.empty();
  private long quietSize;

  /**
   * How patient it is.
   *
   * @param feedGrace how long the feed may be gone before that is worth an entry
   * @param quiet how long nothing may be written before the silence itself is
   */
  record Timing(Duration feedGrace, Duration quiet) {
    static Timing usual() {
      return new Timing(Duration.ofSeconds(15), Duration.ofHours(1));
    }
  }

  /**
   * @param written told after each entry, on the diary's thread
   */
  DeskDiary(AuditLog log, NoteSigner signer, Runnable written, Timing timing) {
    this.log = log;
    this.signer = signer;
    this.written = written;
    this.timing = timing;
    this.thread =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("desk-diary").daemon().factory());
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    thread.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
  }

  /** Follows the tokens from now on; those that are attached already are no news. */
  TokenWatcher.Subscription follow(MachineTokens machine) {
    TokenWatcher.Subscription keys = follow(machine.keys());
    TokenWatcher.Subscription cards = follow(machine.cards());
    return () -> {
      keys.close();
      cards.close();
    };
  }

  /** Cards are found a moment after the start, so each is news. */
  private TokenWatcher.Subscription follow(CardWatcher cards) {
    TokenWatcher.Subscription subscription = cards.subscribe(change -> run(() -> card(change)));
    List<Card> there = cards.cards();
    run(() -> there.forEach(card -> card(new CardChange.Inserted(card))));
    return subscription;
  }

  private TokenWatcher.Subscription follow(TokenWatcher tokens) {
    // Listed on both sides of subscribing, so that what comes or goes in between is not lost.
    List<Token> before = tokens.tokens();
    run(() -> before.forEach(this::know));
    TokenWatcher.Subscription subscription = tokens.subscribe(change -> run(() -> token(change)));
    List<Token> after = tokens.tokens();
    run(() -> after.forEach(came -> token(new TokenChange.Attached(came))));
    before.stream()
        .filter(each -> !after.contains(each))
        .forEach(gone -> run(() -> token(new TokenChange.Detached(gone.info().id()))));
    return subscription;
  }

  /** Told by the feed; returns at once. */
  void feedIs(ConnectionState state) {
    run(() -> feed(state));
  }

  /**
   * Writes an entry after each quiet interval.
   *
   * @param thenWitness has the new head witnessed; may block
   */
  void watchForSilence(Runnable thenWitness) {
    run(() -> quietSize = log.head().size());
    long nanos = timing.quiet().toNanos();
    var _ =
        thread.scheduleAtFixedRate(
            guarded(() -> silence(thenWitness)), nanos, nanos, TimeUnit.NANOSECONDS);
  }

  /**
   * Records that a token was enrolled here. Blocks until that is durable, so never on the FX
   * thread.
   *
   * @param credentialId as the gateway knows it
   * @return why it is not in the log; the change has been made all the same, so say it
   */
  Optional<AuditFault> tokenAdded(Bytes credentialId, String name) {
    return recorded(new DeskEvent.TokenEnrolment(Change.TOKEN_ADDED, credentialId, name));
  }

  /** As {@link #tokenAdded}, for a token that got the name. */
  Optional<AuditFault> tokenRenamed(Bytes credentialId, String name) {
    return recorded(new DeskEvent.TokenEnrolment(Change.TOKEN_RENAMED, credentialId, name));
  }

  /** As {@link #tokenAdded}, for a token that was revoked from here. */
  Optional<AuditFault> tokenRevoked(Bytes credentialId, String name) {
    return recorded(new DeskEvent.TokenEnrolment(Change.TOKEN_REVOKED, credentialId, name));
  }

  /**
   * Records a change of a setting; blocks until it is durable. Make the change only when this
   * answers empty.
   *
   * @param from what it was, if it was set; both are shown, so never a secret
   */
  Optional<AuditFault> settingChanged(String setting, Optional<String> from, String to) {
    return recorded(new DeskEvent.SettingChanged(setting, from, to));
  }

  private Optional<AuditFault> recorded(DeskEvent event) {
    AppendOutcome outcome = log.appendEvent(event);
    written.run();
    return outcome instanceof AppendOutcome.NotRecorded(var fault)
        ? Optional.of(fault)
        : Optional.empty();
  }

  private void run(Runnable work) {
    if (!thread.isShutdown()) {
      thread.execute(guarded(work));
    }
  }

  /** A log that cannot be read now must not end the diary. */
  private static Runnable guarded(Runnable work) {
    return () -> {
      try {
        work.run();
      } catch (AuditUnreadableException unreadable) {
        LOG.warn("the audit log cannot be read: {}", unreadable.fault().kind());
      }
    };
  }

  private void know(Token token) {
    attached.putIfAbsent(token.info().id(), event(token));
  }

  private static DeskEvent.TokenChanged event(Token token) {
    return event(token.info());
  }

  private static DeskEvent.TokenChanged event(TokenInfo info) {
    return new DeskEvent.TokenChanged(Presence.PLUGGED, info.name(), info.kind().name());
  }

  private void card(CardChange change) {
    switch (change) {
      case CardChange.Inserted(Card card) -> came(card.info());
      case CardChange.Removed(TokenId id) -> went(id);
      case CardChange.Troubled _, CardChange.Recovered _ -> {}
    }
  }

  private void came(TokenInfo info) {
    if (attached.put(info.id(), event(info)) == null) {
      write(event(info));
    }
  }

  private void went(TokenId id) {
    Optional.ofNullable(attached.remove(id))
        .ifPresent(
            was -> write(new DeskEvent.TokenChanged(Presence.REMOVED, was.name(), was.kind())));
  }

  private void token(TokenChange change) {
    switch (change) {
      case TokenChange.Attached(Token token) -> came(token.info());
      case TokenChange.Detached(TokenId id) -> went(id);
      case TokenChange.Troubled _, TokenChange.Recovered _ -> {}
    }
  }

  private void feed(ConnectionState state) {
    switch (state) {
      case ConnectionState.Connected _ -> {
        lost = Optional.empty();
        recordedLoss.ifPresent(since -> write(new DeskEvent.FeedRegained(since.getEpochSecond())));
        recordedLoss = Optional.empty();
      }
      case ConnectionState.Reconnecting(Instant since, String reason) -> {
        if (lost.isEmpty()) {
          lost = Optional.of(since);
          var _ =
              thread.schedule(
                  guarded(() -> stillLost(since, reason)),
                  timing.feedGrace().toNanos(),
                  TimeUnit.NANOSECONDS);
        }
      }
      case ConnectionState.Stopped _ -> {}
    }
  }

  private void stillLost(Instant since, String reason) {
    if (lost.equals(Optional.of(since)) && recordedLoss.isEmpty()) {
      recordedLoss = lost;
      write(new DeskEvent.FeedLost(since.getEpochSecond(), reason));
    }
  }

  private void silence(Runnable thenWitness) {
    Checkpoint head = log.head();
    if (head.size() == quietSize) {
      long witnessed = log.newestCheckpoint().map(signed -> signed.checkpoint().size()).orElse(0L);
      write(new DeskEvent.QuietHead(head.size(), Bytes.of(head.root().bytes()), witnessed));
      thenWitness.run();
    }
    quietSize = log.head().size();
  }

  private void write(DeskEvent event) {
    recorded(event)
        .ifPresent(fault -> LOG.warn("an event is not in the audit log: {}", fault.kind()));
  }

  /** Writes what waits and the end, and seals the log with the device's own signature. */
  @Override
  public void close() {
    if (thread.isShutdown()) {
      return;
    }
    thread.execute(guarded(this::end));
    thread.shutdown();
    try {
      if (!thread.awaitTermination(AuditLog.DEFAULT_DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("the end of the desk is not in the audit log: its disk does not answer");
        thread.shutdownNow();
      }
    } catch (InterruptedException closing) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private void end() {
    write(new DeskEvent.Stopped());
    try {
      if (log.storeCheckpoint(SignedCheckpoint.sign(log.head(), signer))
          instanceof CheckpointOutcome.NotStored(var fault)) {
        LOG.warn("the audit log is not sealed: {}", fault.kind());
      }
    } catch (SignatureException unusable) {
      LOG.warn("the audit log is not sealed: the device key cannot sign", unusable);
    }
  }
}
