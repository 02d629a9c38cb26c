package dev.countersign.gateway;

import dev.countersign.gateway.enrollment.AttestationTrust;
import dev.countersign.gateway.enrollment.CardPolicy;
import dev.countersign.gateway.enrollment.Operator;
import dev.countersign.gateway.enrollment.TrustExport;
import dev.countersign.gateway.http.FeedSettings;
import dev.countersign.gateway.http.HttpSettings;
import dev.countersign.gateway.http.Listen;
import dev.countersign.gateway.main.GatewayFolder;
import dev.countersign.gateway.main.RunningGateway;
import dev.countersign.proof.crypto.P256VerifyingKey;
import dev.countersign.proof.request.Requester;
import dev.countersign.proof.verify.TrustFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * A gateway inside this process, on a free loopback port: for the demo and for tests. Keys and
 * ledger are made in the data directory at the first start and used again at the next.
 */
public final class EmbeddedGateway implements AutoCloseable {
  private final RunningGateway running;
  private final Operator operator;
  private final CardPolicy cards;

  private EmbeddedGateway(RunningGateway running, Operator operator, CardPolicy cards) {
    this.cards = cards;
    this.running = running;
    this.operator = operator;
  }

  /**
   * What to start.
   *
   * @param data a directory, made if it is not there
   * @param port 0 for any free one
   * @param issuer begins with {@code demo.} for a demo gateway, and for no other
   * @param audience the WebAuthn RP id used for approvals only
   * @param trust which tokens can be enrolled
   * @param cards which smart cards it takes
   * @param clock the time of everything but stalled connections
   * @param tokenLife of access tokens, at most ten minutes
   */
  public record Options(
      Path data,
      int port,
      String issuer,
      String audience,
      AttestationTrust trust,
      CardPolicy cards,
      Clock clock,
      Duration tokenLife,
      FeedSettings feed) {

    /** The usual ones, by the system's clock. */
    public static Options of(Path data, String issuer, String audience, AttestationTrust trust) {
      return new Options(
          data,
          0,
          issuer,
          audience,
          trust,
          CardPolicy.NONE,
          Clock.systemUTC(),
          Duration.ofMinutes(10),
          FeedSettings.DEFAULT);
    }

    public Options withClock(Clock other) {
      return new Options(data, port, issuer, audience, trust, cards, other, tokenLife, feed);
    }

    public Options withPort(int other) {
      return new Options(data, other, issuer, audience, trust, cards, clock, tokenLife, feed);
    }

    public Options withFeed(FeedSettings other) {
      return new Options(data, port, issuer, audience, trust, cards, clock, tokenLife, other);
    }

    /** The same, with smart cards. */
    public Options withCards(CardPolicy other) {
      return new Options(data, port, issuer, audience, trust, other, clock, tokenLife, feed);
    }
  }

  /**
   * Starts; returns when it listens.
   *
   * @throws IOException if the data directory cannot be used
   */
  public static EmbeddedGateway start(Options options) throws IOException {
    SecureRandom random = new SecureRandom();
    GatewayFolder folder = new GatewayFolder(options.data());
    if (!folder.exists()) {
      folder.create(options.issuer(), options.audience(), options.clock().instant(), random);
    }
    GatewayIdentity identity = folder.identity();
    if (!identity.issuer().equals(options.issuer())
        || !identity.audience().equals(options.audience())) {
      throw new IOException("the data directory belongs to another gateway");
    }
    HttpSettings usual = HttpSettings.of(Listen.loopback(options.port()));
    HttpSettings http =
        new HttpSettings(
            usual.listen(), options.feed(), options.tokenLife(), usual.enrolmentsPerMinute());
    RunningGateway running =
        RunningGateway.start(
            identity, folder.ledger(), options.trust(), options.cards(), http, options.clock());
    Operator operator = new Operator(running.store().directory(), random, options.clock());
    return new EmbeddedGateway(running, operator, options.cards());
  }

  /** Where clients reach it, without a final slash. */
  public URI base() {
    return running.base();
  }

  public GatewayIdentity identity() {
    return running.identity();
  }

  /** Adds an approver and answers the one-time enrolment code. */
  public String addApprover(String id, String person, List<String> groups) {
    require(operator.addApprover(id, person, groups), id);
    return operator.newCode(id).orElseThrow();
  }

  /** Registers a requester. */
  public void addRequester(String id, Requester.Type type, P256VerifyingKey key) {
    require(operator.addRequester(id, type, key), id);
  }

  /**
   * Registers an executor for these detail types, or {@code *} for all that no other carries out.
   */
  public void addExecutor(String id, List<String> types, P256VerifyingKey key) {
    require(operator.addExecutor(id, types, key), id);
  }

  /** Revocation and further codes. */
  public Operator operator() {
    return operator;
  }

  /** The trust file as of now. */
  public TrustFile trust() {
    return new TrustExport(running.identity(), running.store().directory(), cards).export();
  }

  /** How many desks follow the live feed now. */
  public int feedReaders() {
    return running.feedReaders();
  }

  /** Stops within seconds; the ledger can be opened again. */
  @Override
  public void close() {
    running.close();
  }

  private static void require(boolean added, String id) {
    if (!added) {
      throw new IllegalArgumentException("the id is taken: " + id);
    }
  }
}
