package dev.countersign.gateway.main;

import dev.countersign.gateway.GatewayIdentity;
import dev.countersign.gateway.Ids;
import dev.countersign.gateway.decision.ChallengeService;
import dev.countersign.gateway.decision.DecisionService;
import dev.countersign.gateway.enrollment.AttestationTrust;
import dev.countersign.gateway.enrollment.CardPolicy;
import dev.countersign.gateway.enrollment.EnrolmentService;
import dev.countersign.gateway.enrollment.TokenService;
import dev.countersign.gateway.feed.Feed;
import dev.countersign.gateway.grant.GrantService;
import dev.countersign.gateway.http.GatewayServer;
import dev.countersign.gateway.http.HttpSettings;
import dev.countersign.gateway.http.Services;
import dev.countersign.gateway.live.LiveReading;
import dev.countersign.gateway.policy.Policy;
import dev.countersign.gateway.request.RequestService;
import dev.countersign.gateway.session.ApproverSessions;
import dev.countersign.gateway.session.RequesterSessions;
import dev.countersign.gateway.store.ApprovalStore;
import dev.countersign.gateway.store.StoreException;
import dev.countersign.gateway.store.WatchedLogs;
import dev.countersign.gateway.store.sqlite.SqliteApprovalStore;
import dev.countersign.gateway.store.sqlite.SqliteWatchedLogs;
import dev.countersign.gateway.witness.Cosigner;
import dev.countersign.gateway.witness.LogAlarms;
import dev.countersign.gateway.witness.WitnessService;
import dev.countersign.proof.log.NoteKeys;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A gateway that runs: its store, its services, its server. The one place that makes them. */
public final class RunningGateway implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunningGateway.class);
  private static final Duration EXPIRY_TICK = Duration.ofSeconds(1);

  private final GatewayIdentity identity;
  private final ApprovalStore store;
  private final GatewayServer server;
  private final Optional<WatchedLogs> watched;
  private final Thread expiry;
  private final URI base;

  private RunningGateway(
      GatewayIdentity identity,
      ApprovalStore store,
      Optional<WatchedLogs> watched,
      GatewayServer server,
      RequestService requests) {
    this.identity = identity;
    this.store = store;
    this.watched = watched;
    this.server = server;
    this.base = server.start();
    this.expiry = Thread.ofVirtual().name("expiry").start(() -> expire(requests));
  }

  /**
   * Opens the ledger and starts to listen.
   *
   * @throws StoreException if the ledger cannot be used
   */
  public static RunningGateway start(
      GatewayIdentity identity,
      Path ledger,
      AttestationTrust trust,
      CardPolicy cards,
      HttpSettings settings,
      Clock clock) {
    SecureRandom random = new SecureRandom();
    Ids ids = new Ids(random);
    ApprovalStore store = SqliteApprovalStore.open(ledger, ids, clock);
    Optional<WatchedLogs> watched = Optional.empty();
    try {
      watched = watched(ledger.resolveSibling(WitnessFolder.LOGS), clock);
      Policy policy = Policy.builtIn().allowingPossession(cards.possessionTypes());
      LogAlarms alarms = new LogAlarms(store, ids);
      RequestService requests = new RequestService(identity, store, policy, ids, clock);
      Services services =
          new Services(
              identity,
              store,
              new RequesterSessions(store, ids, clock),
              new ApproverSessions(store, ids, clock),
              requests,
              new ChallengeService(identity, store, ids, clock),
              new DecisionService(identity, store, policy, cards.rules(), ids, clock),
              new GrantService(identity, store),
              new WitnessService(identity, store, alarms, clock),
              alarms,
              new Feed(store),
              new EnrolmentService(identity, store, trust, cards, ids, clock),
              new TokenService(
                  identity,
                  store,
                  new TokenService.NewTokenRules(trust, cards),
                  now -> new LiveReading(identity, store, policy, cards.rules(), now),
                  ids,
                  clock),
              cards,
              watched.map(logs -> cosigner(logs, identity, store, clock)));
      GatewayServer server = new GatewayServer(services, settings, clock, random);
      return new RunningGateway(identity, store, watched, server, requests);
    } catch (RuntimeException notStarted) {
      watched.ifPresent(WatchedLogs::close);
      store.close();
      throw notStarted;
    }
  }

  /** Only a gateway that was told of such logs has the file. */
  private static Optional<WatchedLogs> watched(Path file, Clock clock) {
    return Files.exists(file) ? Optional.of(SqliteWatchedLogs.open(file, clock)) : Optional.empty();
  }

  /** This gateway's own devices are witnessed in its ledger, where their first head is checked. */
  private static Cosigner cosigner(
      WatchedLogs logs, GatewayIdentity identity, ApprovalStore store, Clock clock) {
    return new Cosigner(
        logs,
        NoteKeys.witnessSigner(identity.witnessName(), identity.witnessKey(), clock),
        origin -> OwnDevices.has(store.directory(), origin));
  }

  /** Where clients reach it, without a final slash. */
  public URI base() {
    return base;
  }

  public GatewayIdentity identity() {
    return identity;
  }

  /** What it remembers. */
  public ApprovalStore store() {
    return store;
  }

  /** How many desks follow the live feed now. */
  public int feedReaders() {
    return server.feedReaders();
  }

  @Override
  public void close() {
    expiry.interrupt();
    server.close();
    watched.ifPresent(WatchedLogs::close);
    store.close();
  }

  private static void expire(RequestService requests) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Thread.sleep(EXPIRY_TICK);
        closeOverdue(requests);
      }
    } catch (InterruptedException stopped) {
      // close() ends this thread so.
    }
  }

  // A failure here must not end the ticking: verification checks every expiry itself.
  private static void closeOverdue(RequestService requests) {
    try {
      requests.expireOverdue();
    } catch (StoreException inDoubt) {
      LOG.error("overdue requests could not be closed", inDoubt);
    }
  }
}
